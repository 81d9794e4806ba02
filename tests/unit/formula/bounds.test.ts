import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createBoundedEvaluator } from '../../../src/formula/bounds.ts';
import { compileFormula } from '../../../src/formula/compile.ts';
import { createEvaluator } from '../../../src/formula/evaluate.ts';
import { opError } from '../../../src/formula/float32-model.ts';
import { liveNodes } from '../../../src/formula/live.ts';
import { nonNegativeNodes } from '../../../src/formula/nonnegative.ts';
import { printText } from '../../../src/formula/print-text.ts';
import { compiled } from '../../support/evaluate-formula.ts';
import { type Device, emulate } from '../../support/float32-graph.ts';
import { randomFormula, seed } from '../../support/random-formula.ts';

const params = { k: 1.5, omega_2: -0.25 };
/** Values at both ends of float32, at kinks and poles, and ordinary ones. */
const coordinates = [0, 1, -1, 0.5, -2.75, 3, 0.1, 1e-3, -40, 1e4, 1e-20, 3e-39, 1e19].map(Math.fround);
const single = fc.oneof(
  fc.constantFrom(...coordinates),
  fc.float({ min: -6, max: 6, noNaN: true, noDefaultInfinity: true }),
);
const device: fc.Arbitrary<Device> = fc
  .record({ biases: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }) })
  .chain(({ biases }) => {
    let next = 0;
    return fc.record({
      bias: fc.constant(() => biases[next++ % biases.length]!),
      flush: fc.boolean(),
      fuse: fc.boolean(),
      reassociate: fc.boolean(),
    });
  });

function boundsAt(text: string, x: number, y: number) {
  const { graph, loss, gradient, hessian } = compiled(text, Object.keys(params));
  const outputs = [loss, ...gradient, ...hessian];
  const values = outputs.map(() => new Float64Array(1));
  const bounds = outputs.map(() => new Float64Array(1));
  createBoundedEvaluator(graph, outputs).run(Float64Array.of(x), Float64Array.of(y), params, values, bounds);
  return { graph, outputs, values: values.map((v) => v[0]!), bounds: bounds.map((b) => b[0]!) };
}

describe('the bound', () => {
  it('covers every float32 device that keeps the model, on any formula, with its derivatives', () => {
    let judged = 0;
    let all = 0;
    fc.assert(
      fc.property(randomFormula({ depth: 3 }), single, single, device, (ast, x, y, machine) => {
        const text = printText(ast);
        if (!compileFormula(text, { parameters: Object.keys(params) }).ok) return;
        const { graph, outputs, values, bounds } = boundsAt(text, x, y);
        const found = emulate(graph, outputs, x, y, params, machine);
        found.forEach((value, k) => {
          all++;
          if (bounds[k] === Number.POSITIVE_INFINITY) return;
          judged++;
          expect(Math.abs(value - values[k]!), `output ${k} of ${text} at ${x}, ${y}`).toBeLessThanOrEqual(
            bounds[k]!,
          );
        });
      }),
      { numRuns: 3000, seed },
    );
    expect(judged / all).toBeGreaterThan(0.6);
  });

  test.each([
    ['add', 'x + y', 1.75],
    ['sub', 'x - y', 0.75],
    ['mul', 'x*y', 0.625],
    ['div', 'x/y', 2.5],
    ['sqrt', 'sqrt(x)', Math.sqrt(1.25)],
    ['sin', 'sin(x)', Math.sin(1.25)],
    ['pow', 'x^(y+2)', 1.25 ** 2.5],
  ])('of one %s on exact numbers is what the model says', (op, text, result) => {
    const { bounds } = boundsAt(text, 1.25, 0.5);
    const own = opError(op, [1.25, op === 'pow' ? 2.5 : 0.5], result);
    expect(bounds[0]! / own).toBeGreaterThanOrEqual(1);
    // The exponent y + 2 has been rounded; everything else has no more than the slack.
    expect(bounds[0]! / own).toBeLessThan(op === 'pow' ? 2 : 1 + 1e-5);
  });

  it('is finite and small where nothing is wrong with the formula', () => {
    const smooth = '(1-x)^2 + 100*(y-x^2)^2 + 10*cos(2*pi*x) + exp(sin(x*y)) + sqrt(1+x^2)';
    for (const [x, y] of [
      [0.5, -1],
      [-1.5, 2],
      [1, 1],
    ] as const) {
      const { values, bounds } = boundsAt(smooth, x, y);
      const scale = Math.max(...values.map(Math.abs));
      for (const bound of bounds) expect(bound).toBeLessThan(1e-4 * scale);
    }
  });

  it('catches a coefficient that is off by one part in a hundred thousand', () => {
    const right = boundsAt('(1-x)^2 + 100*(y-x^2)^2', Math.fround(-1.2), 1);
    const wrong = boundsAt('(1-x)^2 + 100.001*(y-x^2)^2', Math.fround(-1.2), 1);
    const found = emulate(wrong.graph, wrong.outputs, -1.2, 1, params, {
      bias: () => 0,
      flush: true,
      fuse: false,
      reassociate: false,
    });
    for (const k of [0, 1, 2, 3, 4, 5]) {
      expect(Math.abs(found[k]! - right.values[k]!), `output ${k}`).toBeGreaterThan(right.bounds[k]!);
    }
  });

  it('covers sums in any order: (y + pi) + 3.486 as a device computed it', () => {
    const y = Math.fround(-2.216099977493286);
    const { values, bounds } = boundsAt('exp(-(y + pi + 3.486))', 0, y);
    expect(Math.abs(0.012137040495872498 - values[0]!)).toBeLessThanOrEqual(bounds[0]!);
    expect(bounds[0]! / values[0]!).toBeLessThan(2e-6);
  });

  test.each([
    ['1/x', 1e-45, 'a divisor that may be flushed'],
    ['log(x)', 0, 'a logarithm of zero'],
    ['exp(x)', 90, 'an overflow'],
    ['(k*1e30)*(x*1e30)', 1, 'an overflow on the way'],
    ['tan(3*x)', Math.fround(Math.PI / 6), 'a pole within reach of the argument'],
    ['asin(x*1.0000001)', 1, 'the end of a domain'],
  ])('%s at %f is unjudged: %s', (text, x) => {
    expect(boundsAt(text, x, 0).bounds[0]).toBe(Number.POSITIVE_INFINITY);
  });

  it('allows the whole jump where a kink is within reach, and nothing where it is not', () => {
    const x = Math.fround(0.1);
    expect(boundsAt('sign(x*10-1)', x, 0).bounds[0]).toBeCloseTo(2, 5);
    expect(boundsAt('sign(x)', x, 0).bounds[0]).toBe(0);
    expect(boundsAt('sign(x)', 0, 0).bounds[0]).toBe(0);
    expect(boundsAt('floor(x*10)', x, 0).bounds[0]).toBeCloseTo(1, 5);
    expect(boundsAt('floor(x)', 2, 0).bounds[0]).toBe(0);
  });

  it('counts the rounding of parameters and constants', () => {
    const { graph, loss } = compiled('k + 0.1', ['k']);
    const [value, bound] = [new Float64Array(1), new Float64Array(1)];
    const at = Float64Array.of(0);
    createBoundedEvaluator(graph, [loss]).run(at, at, { k: 0.3 }, [value], [bound]);
    expect(bound[0]).toBeGreaterThan(Math.abs(0.3 - Math.fround(0.3)) + Math.abs(0.1 - Math.fround(0.1)));
    expect(bound[0]).toBeLessThan(1e-7);
  });

  it('agrees with the plain evaluator in every value, over several blocks', () => {
    const { graph, loss, gradient } = compiled('sin(x)*exp(y) + hypot(x, y)');
    const n = 600;
    const x = Float64Array.from({ length: n }, (_, i) => i / 100 - 3);
    const y = x.map((v) => 1 - v / 2);
    const outputs = [loss, ...gradient];
    const [plain, values, bounds] = [0, 1, 2].map(() => outputs.map(() => new Float64Array(n))) as [
      Float64Array[],
      Float64Array[],
      Float64Array[],
    ];
    createEvaluator(graph, outputs).run(x, y, {}, plain);
    createBoundedEvaluator(graph, outputs).run(x, y, {}, values, bounds);
    expect(values).toEqual(plain);
    for (const bound of bounds) expect(bound.every((b) => b > 0 && b < 1e-4)).toBe(true);
  });
});

describe('nonNegativeNodes', () => {
  test.each([
    ['x^2', true],
    ['x*y', false],
    ['x^2 + abs(y)', true],
    ['x^2 - abs(y)', false],
    ['x^2 + y', false],
    ['3*x^2', true],
    ['max(x, 0.5)', true],
    ['min(x, 0.5)', false],
    ['sqrt(x)/exp(y)', true],
    ['sin(x)', false],
    ['abs(x)^y', true],
    ['x^y', false],
    ['acos(x)*cosh(y)', true],
    ['k', false],
  ])('%s: %s', (text, expected) => {
    const { graph, loss } = compiled(text);
    expect(nonNegativeNodes(graph, liveNodes(graph, [loss])).has(loss)).toBe(expected);
  });
});
