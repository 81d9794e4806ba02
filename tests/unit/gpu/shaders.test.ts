import { describe, expect, test } from 'vitest';
import { wgslFiles } from '../../../src/gpu/wgsl-files.ts';

const of = (folder: string) => Object.entries(wgslFiles).filter(([path]) => path.startsWith(folder));

test('every folder of shaders was found', () => {
  expect(of('lib/').length).toBeGreaterThanOrEqual(4);
  expect(of('optimizers/').length).toBeGreaterThanOrEqual(7);
  expect(of('kernels/').length).toBeGreaterThanOrEqual(6);
});

describe.each(['lib/', 'optimizers/'])('%s is pure', (folder) => {
  test.each(of(folder))('%s', (_, text) => {
    expect(text).not.toMatch(/@group|@binding|var<(uniform|storage|workgroup|private)/);
  });
});

describe('kernels check their bounds first', () => {
  // Cooperating workgroups have a barrier that every thread must reach; their loops are the bounds check, as they are
  // of threads that look at many trajectories each.
  const entries = of('kernels/').flatMap(([path, text]) =>
    [
      ...text.matchAll(
        /@compute @workgroup_size\(WORKGROUP\)\s*fn (\w+)\([^)]*?(?:\)[^)]*?)*?\) \{\n([\s\S]*?)\n\}/g,
      ),
    ]
      .filter(([, , body]) => !body.includes('Barrier()') && !body.includes('for (var i = id.x;'))
      .map(([, name, body]) => [path, name, body] as const),
  );

  test('all kernels but the cooperating ones are looked at', () => {
    expect(entries.map(([, name]) => name).sort()).toEqual([
      'countTrajectories',
      'descend',
      'develop',
      'evaluate',
      'generateStarts',
      'landscape',
      'recordTrails',
      'sumBlocks',
      'sumDistricts',
    ]);
  });

  test.each(entries)('%s %s', (_path, _name, body) => {
    const [index, check] = body.split('\n');
    expect(index).toMatch(/^ {2}let \w+ = id\.x/);
    expect(check).toMatch(/^ {2}if \(\w+ >= .+\) \{ return; \}/);
  });
});
