import { describe, expect, it, test } from 'vitest';
import { BLOCK } from '../../../src/formula/block.ts';
import { createEvaluator } from '../../../src/formula/evaluate.ts';
import { Graph } from '../../../src/formula/graph.ts';
import { type FusedOp, fuseProducts, instructionsOf } from '../../../src/formula/instructions.ts';
import { kernels } from '../../../src/formula/kernels.ts';
import {
  type BinaryOp,
  binary64,
  binaryOps,
  type UnaryOp,
  unary64,
  unaryOps,
} from '../../../src/formula/ops.ts';
import { allocateRegisters } from '../../../src/formula/registers.ts';
import { surfaces } from '../../../src/surfaces/index.ts';
import { compiled } from '../../support/evaluate-formula.ts';

describe('the evaluator', () => {
  test.each([0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5])('evaluates %i points, and no more', (n) => {
    const { graph, loss, gradient } = compiled('x^3*y + k', ['k']);
    const x = Float64Array.from({ length: n }, (_, i) => i + 1);
    const y = x.map((v) => 2 - v);
    const out = [0, 1, 2].map(() => new Float64Array(n + 2).fill(-7));
    createEvaluator(graph, [loss, ...gradient]).run(x, y, { k: 0.5 }, out);
    for (let i = 0; i < n; i++) {
      expect(out[0]![i]).toBe(x[i]! ** 3 * y[i]! + 0.5);
      expect(out[1]![i]).toBe(3 * x[i]! ** 2 * y[i]!);
      expect(out[2]![i]).toBe(x[i]! ** 3);
    }
    for (const values of out) expect([values[n], values[n + 1]]).toEqual([-7, -7]);
  });

  it('can stop before the end of its input', () => {
    const { graph, loss } = compiled('x + y');
    const out = new Float64Array(5).fill(-7);
    createEvaluator(graph, [loss]).run(new Float64Array(5).fill(1), new Float64Array(5), {}, [out], 3);
    expect([...out]).toEqual([1, 1, 1, -7, -7]);
  });

  it('gives leaves, constants, parameters and repeated outputs', () => {
    const graph = new Graph();
    const [x, y, k, c] = [graph.x(), graph.y(), graph.parameter('k'), graph.constant(2.5)];
    const sum = graph.apply('add', x, y);
    const out = [0, 1, 2, 3, 4, 5].map(() => new Float64Array(2));
    createEvaluator(graph, [x, y, k, c, sum, sum]).run(
      Float64Array.of(1, 2),
      Float64Array.of(10, 20),
      { k: -1 },
      out,
    );
    expect(out.map((values) => [...values])).toEqual([
      [1, 2],
      [10, 20],
      [-1, -1],
      [2.5, 2.5],
      [11, 22],
      [11, 22],
    ]);
  });

  it('takes new parameter values at every run', () => {
    const { graph, loss } = compiled('k*x', ['k']);
    const evaluator = createEvaluator(graph, [loss]);
    const at = Float64Array.of(2);
    const values = [1, 5].map((k) => {
      const out = new Float64Array(1);
      evaluator.run(at, at, { k }, [out]);
      return out[0];
    });
    expect(values).toEqual([2, 10]);
  });

  it('says which parameter has no value', () => {
    const { graph, loss } = compiled('k*x', ['k']);
    const at = Float64Array.of(2);
    expect(() => createEvaluator(graph, [loss]).run(at, at, {}, [at])).toThrow(
      "The parameter 'k' has no value.",
    );
  });

  it('reuses registers: a long chain needs few', () => {
    const { graph, loss } = compiled(`x${' + sin(y)*x'.repeat(50)}`);
    expect(allocateRegisters(graph, [loss], instructionsOf(graph, [loss])).registerCount).toBeLessThan(8);
    const { graph: long, loss: last } = compiled('sum(i, 1, 200, cos(i*x + y/i))');
    // 199 constants of i·x, and of y/i where i is no power of two, each have one; the rest is reuse.
    const plan = allocateRegisters(long, [last], instructionsOf(long, [last]));
    expect(plan.registerCount - plan.constants.length).toBeLessThan(10);
  });
});

/** Both zeros, both infinities, NaN, subnormals, and values around every kink. */
const samples = [
  0,
  -0,
  0.5,
  -0.5,
  1,
  -1,
  2.5,
  -3.75,
  1e-310,
  745,
  -745,
  1e200,
  Infinity,
  -Infinity,
  NaN,
  3,
  8,
  1000,
  1e-3,
  1e10,
];

describe('kernels mean what the ops mean', () => {
  test.each([...unaryOps])('%s', (op: UnaryOp) => {
    const a = Float64Array.from(samples);
    const result = new Float64Array(a.length);
    kernels[op](result, a.length, a, a, a, a);
    expect([...result]).toEqual(samples.map((v) => unary64[op](v)));
  });

  test.each([...binaryOps])('%s', (op: BinaryOp) => {
    const pairs = samples.flatMap((a) => samples.map((b) => [a, b] as const));
    const a = Float64Array.from(pairs, ([v]) => v);
    const b = Float64Array.from(pairs, ([, v]) => v);
    const result = new Float64Array(a.length);
    kernels[op](result, a.length, a, b, b, b);
    expect([...result]).toEqual(pairs.map(([v, w]) => binary64[op](v, w)));
  });
});

describe('fused loops', () => {
  const columns = [samples, samples.toReversed(), samples.map((v) => v / 3 + 1), samples.map((v) => 2 - v)];
  const meanings: Record<FusedOp, (a: number, b: number, c: number, d: number) => number> = {
    mulMul: (a, b, c) => a * b * c,
    mulAdd: (a, b, c) => a * b + c,
    mulSub: (a, b, c) => a * b - c,
    subMul: (a, b, c) => c - a * b,
    mulMulAdd: (a, b, c, d) => a * b * c + d,
    mulMulSub: (a, b, c, d) => a * b * c - d,
    subMulMul: (a, b, c, d) => d - a * b * c,
    mulAddMul: (a, b, c, d) => a * b + c * d,
    mulSubMul: (a, b, c, d) => a * b - c * d,
  };
  test.each(Object.entries(meanings))('%s rounds as often as the operations it stands for', (op, meaning) => {
    const [a, b, c, d] = columns.map((column) => Float64Array.from(column));
    const result = new Float64Array(samples.length);
    kernels[op as FusedOp](result, samples.length, a!, b!, c!, d!);
    expect([...result]).toEqual(samples.map((_, i) => meaning(a![i]!, b![i]!, c![i]!, d![i]!)));
  });

  const ops = (text: string, extra: number[] = []) => {
    const { graph, loss } = compiled(text);
    const outputs = [loss, ...extra];
    return fuseProducts(instructionsOf(graph, outputs), outputs).map(({ op }) => op);
  };

  test.each([
    ['x*y + 1', ['mulAdd']],
    ['x*y - 1', ['mulSub']],
    ['1 - x*y', ['subMul']],
    ['x*x + y*y', ['mulAddMul']],
    ['x*x - y*y', ['mulSubMul']],
    ['sin(x)*y*cos(y)', ['sin', 'cos', 'mulMul']],
    ['sin(x)*y*cos(y) + 1', ['sin', 'cos', 'mulMulAdd']],
    ['sin(x)*y*cos(y) - 1', ['sin', 'cos', 'mulMulSub']],
    ['1 - sin(x)*y*cos(y)', ['sin', 'cos', 'subMulMul']],
    // Three factors and two: the three are taken in.
    ['sin(x)*y*cos(y) + x*y', ['sin', 'cos', 'mul', 'mulMulAdd']],
    ['sin(x)*y*cos(y)*tan(x)', ['sin', 'cos', 'mulMul', 'tan', 'mul']],
    // What something else needs, too, stays as it is.
    ['(x*y + 1)*(x*y)', ['mul', 'add', 'mul']],
  ])('of %s are %j', (text, expected) => {
    expect(ops(text)).toEqual(expected);
  });

  it('leave products that are wanted themselves', () => {
    const { graph, loss } = compiled('x*y + 1');
    const product = graph.nodes[loss]!.args.find((id) => graph.nodes[id]!.op === 'mul')!;
    expect(ops('x*y + 1', [product])).toEqual(['mul', 'add']);
  });

  it('change no bit of any surface of the catalogue', () => {
    for (const { formula, parameters, domain } of surfaces) {
      const { graph, loss, gradient } = compiled(
        formula,
        parameters.map(({ name }) => name),
      );
      const params = Object.fromEntries(parameters.map(({ name, default: value }) => [name, value]));
      const outputs = [loss, ...gradient];
      const [xmin, xmax, ymin, ymax] = domain;
      const x = Float64Array.from({ length: 50 }, (_, i) => xmin + ((xmax - xmin) * i) / 49);
      const y = Float64Array.from({ length: 50 }, (_, i) => ymin + ((ymax - ymin) * ((7 * i) % 50)) / 49);
      const columns = outputs.map(() => new Float64Array(50));
      createEvaluator(graph, outputs).run(x, y, params, columns);
      for (const i of x.keys()) {
        const values: number[] = [];
        for (const { op, args, value, name } of graph.nodes) {
          const [a, b] = args.map((id) => values[id]!) as [number, number];
          if (op === 'x') values.push(x[i]!);
          else if (op === 'y') values.push(y[i]!);
          else if (op === 'constant') values.push(value!);
          else if (op === 'parameter') values.push(params[name!]!);
          else if (op in unary64) values.push(unary64[op as UnaryOp](a));
          else values.push(binary64[op as BinaryOp](a, b));
        }
        expect(columns.map((column) => column[i])).toEqual(outputs.map((id) => values[id]));
      }
    }
  });
});

describe('functions of our own', () => {
  it('are right in the tails', () => {
    expect(unary64.sigmoid(-800)).toBe(0);
    expect(unary64.sigmoid(800)).toBe(1);
    expect(unary64.sigmoid(-40) / Math.exp(-40)).toBeCloseTo(1, 14);
    expect(unary64.softplus(800)).toBe(800);
    expect(unary64.softplus(-40) / Math.exp(-40)).toBeCloseTo(1, 14);
    expect(unary64.softplus(0)).toBeCloseTo(Math.LN2, 15);
    expect(binary64.hypot(3e200, 4e200)).toBeCloseTo(5e200, -186);
    expect(binary64.hypot(3e-200, 4e-200) / 5e-200).toBeCloseTo(1, 14);
    expect(binary64.hypot(3, 4)).toBe(5);
    expect(binary64.divOrZero(1, 0)).toBe(0);
  });
});
