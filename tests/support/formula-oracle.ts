import { all, create, type MathNode } from 'mathjs';
import { sigmoid, softplus } from '../../src/formula/ops.ts';

/**
 * mathjs as an independent reader of formulas: its own grammar, its own evaluation. `predictable` keeps it from
 * answering with complex numbers. Only what it lacks or defines otherwise is taught to it: four functions of
 * machine learning, `floor` without its tolerance, and `sum` with an index.
 */
const math = create(all!, { predictable: true });

const sum = Object.assign(
  (args: MathNode[], _: unknown, scope: Map<string, unknown>): number => {
    const [index, from, to, body] = args;
    const bound = (node: MathNode): number => Number(node.compile().evaluate(scope));
    let total = 0;
    const compiled = body!.compile();
    for (let k = bound(from!); k <= bound(to!); k++) {
      total += Number(compiled.evaluate(new Map([...scope, [index!.toString(), k]])));
    }
    return total;
  },
  { rawArgs: true },
);
math.import(
  {
    sigmoid,
    softplus,
    relu: (t: number) => Math.max(t, 0),
    gaussian: (t: number) => Math.exp(-(t ** 2)),
    floor: Math.floor,
    atan2: Math.atan2,
    hypot: (...parts: number[]) => Math.hypot(...parts),
    sum,
  },
  { override: true },
);

/** Reads and evaluates `text` at every point; NaN where the value is not real. */
export function oracle(text: string, points: readonly Record<string, number>[]): number[] {
  const compiled = math.parse(text).compile();
  return points.map((point) => {
    const value: unknown = compiled.evaluate(new Map(Object.entries(point)));
    return typeof value === 'number' ? value : Number.NaN;
  });
}
