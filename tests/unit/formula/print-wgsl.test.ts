import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compileFormula } from '../../../src/formula/compile.ts';
import { printText } from '../../../src/formula/print-text.ts';
import { printWgsl } from '../../../src/formula/print-wgsl.ts';
import { wgslLiteral } from '../../../src/formula/wgsl-literal.ts';
import { compiled, derivativesAt } from '../../support/evaluate-formula.ts';
import { randomFormula } from '../../support/random-formula.ts';
import { runWgsl } from '../../support/run-wgsl.ts';

describe('printWgsl', () => {
  it('reads like the formula', () => {
    expect(printWgsl(compiled('(1-x)^2 + k*(y-x^2)^2', ['k']))).toMatchInlineSnapshot(`
      "struct LossGradient {
        loss: f32,
        gradient: vec2f,
      }

      fn surfaceLoss(p: vec2f) -> f32 {
        let t2 = 1.0f - p.x;
        let t8 = p.y - p.x * p.x;
        return t2 * t2 + params.p_k * (t8 * t8);
      }

      fn surfaceLossGradient(p: vec2f) -> LossGradient {
        let t2 = 1.0f - p.x;
        let t8 = p.y - p.x * p.x;
        let t13 = t8 * (2.0f * params.p_k);
        return LossGradient(t2 * t2 + params.p_k * (t8 * t8), vec2f(p.x * (-2.0f * t13) - 2.0f * t2, t13));
      }

      fn surfaceHessian(p: vec2f) -> vec3f {
        let t12 = 2.0f * params.p_k;
        let t23 = t12 * (-2.0f * p.x);
        let t28 = p.x * (-2.0f * t23) - 2.0f * ((p.y - p.x * p.x) * t12);
        return vec3f(2.0f + t28, t23, t12);
      }

      "
    `);
  });

  it('says the same operations as the graph, in the same order: equal in every bit of float64', () => {
    const params = { k: 1.5, omega_2: -0.25 };
    const exact = (value: number): boolean => Math.fround(value) === value;
    let compared = 0;
    fc.assert(
      fc.property(randomFormula({ depth: 3 }), (ast) => {
        const result = compileFormula(printText(ast), { parameters: Object.keys(params) });
        if (!result.ok) return;
        const { graph } = result.compiled;
        // Other constants are rounded to float32 in the text, and so cannot be equal.
        if (!graph.nodes.every(({ value }) => value === undefined || exact(value))) return;
        compared++;
        const code = printWgsl(result.compiled);
        const [x, y] = [0.75, -1.375];
        const { loss, gradient, hessian } = derivativesAt(result.compiled, x, y, params);
        expect(runWgsl(code, 'surfaceLoss', x, y, params), code).toEqual([loss]);
        expect(runWgsl(code, 'surfaceLossGradient', x, y, params), code).toEqual([loss, ...gradient]);
        expect(runWgsl(code, 'surfaceHessian', x, y, params), code).toEqual([...hessian]);
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(100);
  });

  it('works where a coordinate, or both, do not occur', () => {
    expect(printWgsl(compiled('3'))).toContain('fn surfaceLoss(p: vec2f) -> f32 {\n  return 3.0f;\n}');
    expect(runWgsl(printWgsl(compiled('y^2')), 'surfaceLossGradient', 7, 3)).toEqual([9, 0, 6]);
  });

  it('prints only what each function needs', () => {
    const code = printWgsl(compiled('exp(sin(x)*y)'));
    const loss = /fn surfaceLoss\([\s\S]*?\n\}/.exec(code)![0];
    expect(loss).not.toContain('mathCos');
    expect(code).toContain('mathCos');
  });

  it('names the divisor that it writes twice', () => {
    const code = printWgsl(compiled('cbrt(x)'));
    const compared = code.match(/ \/ (t\d+), 0\.0f, \1 == 0\.0f\)/g);
    expect(compared).toHaveLength(4);
    expect(code.match(/select/g)).toHaveLength(4);
  });

  it('uses only functions that the library has', () => {
    const library = readFileSync(new URL('../../../shaders/lib/math.wgsl', import.meta.url), 'utf8');
    const all = 'sin cos tan asin acos atan sinh cosh tanh exp log log2 log10 cbrt sigmoid softplus gaussian';
    const text = `${all
      .split(' ')
      .map((f) => `${f}(x*y)`)
      .join('+')}+atan2(x,y)+hypot(x,y)+abs(x)^y`;
    const called = new Set(printWgsl(compiled(text)).match(/math\w+/g));
    expect(called.size).toBe(20);
    for (const name of called) expect(library, name).toContain(`fn ${name}(`);
  });
});

describe('literals', () => {
  test.each([
    [0, '0.0f'],
    [1, '1.0f'],
    [-400, '-400.0f'],
    [0.1, '0.1f'],
    [1 / 3, '0.33333334f'],
    [Math.PI, '3.1415927f'],
    [1e21, '1e21f'],
    [1e-7, '1e-7f'],
    [2.5e-10, '2.5e-10f'],
    [16777216, '16777216.0f'],
  ])('%f is %s', (value, text) => {
    expect(wgslLiteral(value)).toBe(text);
  });

  it('do not exist for what is not finite in float32', () => {
    expect(() => wgslLiteral(1e39)).toThrow('WGSL has no literal for 1e+39.');
    expect(() => wgslLiteral(Number.NaN)).toThrow('WGSL has no literal for NaN.');
  });

  it('read back as the nearest float32, for any number', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.double({ noNaN: true }), (a, b) => {
        for (const value of [a, b]) {
          if (!Number.isFinite(Math.fround(value))) continue;
          const text = wgslLiteral(value);
          expect(text).toMatch(/^-?\d+(\.\d+)?(e-?\d+)?f$/);
          expect(Math.fround(Number(text.slice(0, -1)))).toBe(Math.fround(value) + 0);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
