import type { CompiledFormula } from './compile.ts';
import type { Graph, NodeId } from './graph.ts';
import { liveNodes } from './live.ts';
import type { BinaryOp, UnaryOp } from './ops.ts';
import { wgslLiteral } from './wgsl-literal.ts';

/**
 * The formula as WGSL: pure functions of a point, without bindings.
 *
 * ```wgsl
 * struct LossGradient { loss: f32, gradient: vec2f }
 * fn surfaceLoss(p: vec2f) -> f32
 * fn surfaceLossGradient(p: vec2f) -> LossGradient
 * fn surfaceHessian(p: vec2f) -> vec3f    // xx, xy, yy
 * ```
 *
 * Parameters are read as `params.p_NAME`. The functions of `shaders/lib/math.wgsl` must be there. Every node is one
 * operation of the graph, in its order; what is used once and short is written where it is used.
 */
export function printWgsl(compiled: CompiledFormula): string {
  const { graph, loss, gradient, hessian } = compiled;
  return [
    'struct LossGradient {\n  loss: f32,\n  gradient: vec2f,\n}',
    printFunction(graph, 'surfaceLoss', 'f32', [loss], ([l]) => l!),
    printFunction(
      graph,
      'surfaceLossGradient',
      'LossGradient',
      [loss, ...gradient],
      ([l, gx, gy]) => `LossGradient(${l}, vec2f(${gx}, ${gy}))`,
    ),
    printFunction(
      graph,
      'surfaceHessian',
      'vec3f',
      [...hessian],
      ([xx, xy, yy]) => `vec3f(${xx}, ${xy}, ${yy})`,
    ),
    '',
  ].join('\n\n');
}

/** Longest text that is written in place instead of getting a name. */
const INLINE_LENGTH = 48;

function printFunction(
  graph: Graph,
  name: string,
  type: string,
  outputs: readonly NodeId[],
  result: (texts: readonly string[]) => string,
): string {
  const ids = liveNodes(graph, outputs);
  const uses = new Map<NodeId, number>();
  const count = (id: NodeId): void => void uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const id of ids) {
    const { op, args } = graph.nodes[id]!;
    args.forEach(count);
    // Its divisor is written twice, so it must have a name.
    if (op === 'divOrZero') count(args[1]!);
  }
  outputs.forEach(count);

  const lines: string[] = [];
  const texts = new Map<NodeId, Term>();
  for (const id of ids) {
    const node = graph.nodes[id]!;
    const args = node.args.map((argument) => texts.get(argument)!);
    const term = isLeaf(node.op) ? leaf(node) : operation(node.op as UnaryOp | BinaryOp, args);
    const inline = isLeaf(node.op) || (uses.get(id) === 1 && term.text.length <= INLINE_LENGTH);
    if (!inline) lines.push(`  let t${id} = ${term.text};`);
    texts.set(id, inline ? term : { text: `t${id}`, binding: Binding.tight });
  }
  lines.push(`  return ${result(outputs.map((id) => texts.get(id)!.text))};`);
  return `fn ${name}(p: vec2f) -> ${type} {\n${lines.join('\n')}\n}`;
}

interface Term {
  text: string;
  binding: Binding;
}

/** How tightly a text holds together, by WGSL's grammar. */
const Binding = { sum: 1, product: 2, sign: 3, tight: 4 } as const;
type Binding = (typeof Binding)[keyof typeof Binding];

const isLeaf = (op: string): boolean => op === 'x' || op === 'y' || op === 'constant' || op === 'parameter';

function leaf(node: { op: string; value?: number; name?: string }): Term {
  if (node.op === 'parameter') return { text: `params.p_${node.name}`, binding: Binding.tight };
  if (node.op !== 'constant') return { text: `p.${node.op}`, binding: Binding.tight };
  const text = wgslLiteral(node.value!);
  return { text, binding: text.startsWith('-') ? Binding.sign : Binding.tight };
}

const infix: Readonly<Partial<Record<string, { sign: string; binding: Binding }>>> = {
  add: { sign: '+', binding: Binding.sum },
  sub: { sign: '-', binding: Binding.sum },
  mul: { sign: '*', binding: Binding.product },
  div: { sign: '/', binding: Binding.product },
};

/** Ops that are WGSL's own functions; all others, except those below, are the library's `mathName`. */
const builtIn: ReadonlySet<string> = new Set(['abs', 'sign', 'floor', 'sqrt', 'min', 'max']);

function operation(op: UnaryOp | BinaryOp, args: readonly Term[]): Term {
  const form = infix[op];
  if (form !== undefined) {
    const { sign, binding } = form;
    // On the right, a sign gets parentheses too: `--` would be another token.
    const right = atLeast(
      args[1]!,
      binding === Binding.sum && args[1]!.binding !== Binding.sign ? Binding.product : Binding.tight,
    );
    return { text: `${atLeast(args[0]!, binding)} ${sign} ${right}`, binding };
  }
  const texts = args.map(({ text }) => text);
  if (op === 'neg') return { text: `-${atLeast(args[0]!, Binding.tight)}`, binding: Binding.sign };
  if (op === 'relu') return call('max', texts[0]!, '0.0f');
  if (op === 'divOrZero') {
    const [a, b] = [atLeast(args[0]!, Binding.product), atLeast(args[1]!, Binding.tight)];
    // select(if false, if true, condition): where b is 0 the quotient is computed and dropped.
    return call('select', `${a} / ${b}`, '0.0f', `${b} == 0.0f`);
  }
  return call(builtIn.has(op) ? op : `math${op[0]!.toUpperCase()}${op.slice(1)}`, ...texts);
}

const atLeast = ({ text, binding }: Term, needed: Binding): string =>
  binding >= needed ? text : `(${text})`;

const call = (name: string, ...args: readonly string[]): Term => ({
  text: `${name}(${args.join(', ')})`,
  binding: Binding.tight,
});
