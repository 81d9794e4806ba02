import { all, create } from 'mathjs';
import { binary64, unary64 } from '../../src/formula/ops.ts';

/**
 * Runs what `printWgsl` prints, in float64: its text is `let` lines and one `return`, whose expressions mathjs reads
 * once the `f` of literals is gone. Shows that the text says what the graph says, without a GPU.
 * @returns the components of the result, flattened
 */
export function runWgsl(
  code: string,
  name: string,
  x: number,
  y: number,
  params: Record<string, number> = {},
): number[] {
  const body = new RegExp(`fn ${name}\\(p: vec2f\\) -> \\w+ \\{\\n([\\s\\S]*?)\\n\\}`).exec(code)?.[1];
  if (body === undefined) throw new Error(`no function ${name} in:\n${code}`);
  const scope: Record<string, unknown> = { ...functions, p: { x, y } };
  scope.params = Object.fromEntries(Object.entries(params).map(([key, value]) => [`p_${key}`, value]));
  for (const line of body.split('\n')) {
    const [, target, expression] = /^ {2}(?:let (t\d+) =|return) (.*);$/.exec(line) ?? [];
    if (expression === undefined) throw new Error(`not a line of printWgsl: '${line}'`);
    const value: unknown = math.evaluate(expression.replaceAll(literal, '$1'), scope);
    if (target === undefined) return [value].flat(2) as number[];
    scope[target] = value;
  }
  throw new Error(`${name} returns nothing`);
}

const math = create(all!, { predictable: true });
const literal = /\b(\d+(?:\.\d+)?(?:e-?\d+)?)f\b/g;

const list = (...parts: unknown[]): unknown[] => parts;
const functions: Record<string, unknown> = {
  vec2f: list,
  vec3f: list,
  LossGradient: list,
  select: (no: number, yes: number, condition: boolean) => (condition ? yes : no),
  abs: Math.abs,
  sign: Math.sign,
  floor: Math.floor,
  sqrt: Math.sqrt,
  min: Math.min,
  max: Math.max,
  ...Object.fromEntries(
    Object.entries({ ...unary64, ...binary64 }).map(([op, f]) => [
      `math${op[0]!.toUpperCase()}${op.slice(1)}`,
      f,
    ]),
  ),
};
