/** A number as JSON has it: what is not finite becomes null. */
export const jsonNumber = (value: number): string => (Number.isFinite(value) ? String(value) : 'null');

export const jsonPair = (a: number, b: number): string => `[${jsonNumber(a)},${jsonNumber(b)}]`;

/** An array of `count` entries, each written by `entry`. */
export function jsonArray(count: number, entry: (index: number) => string): string {
  let text = '[';
  for (let i = 0; i < count; i++) text += i === 0 ? entry(i) : `,${entry(i)}`;
  return `${text}]`;
}
