import { describe, expect, test } from 'vitest';
import { composeShader, shaderError } from '../../../src/gpu/compose.ts';

describe('composeShader', () => {
  const shader = composeShader([
    { name: 'one', text: 'a\nb\n' },
    { name: 'two', text: 'c' },
    { name: 'three', text: '\nd\n\n' },
  ]);

  test('joins sections line by line', () => {
    expect(shader.code).toBe('a\nb\nc\n\nd\n\n');
  });

  test('knows where every line came from', () => {
    const places = shader.code
      .split('\n')
      .slice(0, -1)
      .map((_, index) => shader.locate(index + 1));
    expect(places).toEqual([
      { file: 'one', line: 1 },
      { file: 'one', line: 2 },
      { file: 'two', line: 1 },
      { file: 'three', line: 1 },
      { file: 'three', line: 2 },
      { file: 'three', line: 3 },
    ]);
  });

  test('no sections at all', () => {
    expect(composeShader([]).locate(3)).toEqual({ file: 'shader', line: 3 });
  });
});

describe('shaderError', () => {
  const shader = composeShader([
    { name: 'lib/math.wgsl', text: 'x\ny' },
    { name: 'kernels/descend.wgsl', text: 'z' },
  ]);
  const message = (type: string, lineNum: number) => ({
    type,
    lineNum,
    linePos: 4,
    message: `wrong ${lineNum}`,
  });

  test('names file and line of every error', () => {
    const error = shaderError(shader, [message('warning', 1), message('error', 3), message('error', 2)]);
    expect(error).toMatchObject({
      code: 'shader',
      field: 'kernels/descend.wgsl',
      message: 'The shader does not compile: kernels/descend.wgsl:1:4: wrong 3; lib/math.wgsl:2:4: wrong 2',
    });
  });

  test('an error without a line is repeated as it is', () => {
    const error = shaderError(shader, [message('error', 0)]);
    expect(error?.message).toBe('The shader does not compile: wrong 0');
    expect(error?.field).toBeUndefined();
  });

  test('warnings are no error', () => {
    expect(shaderError(shader, [message('warning', 1), message('info', 2)])).toBeNull();
  });
});
