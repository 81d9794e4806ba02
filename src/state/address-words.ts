import type { GradientSpec } from '../engine/run-spec.ts';

/** What the address calls the fields of `gradient`, in the order in which they apply. */
export const gradientKeys = {
  noise: 'noise',
  batchSize: 'batch',
  sam: 'sam',
  clipNorm: 'clip',
  clipValue: 'clip.value',
  centralize: 'centralize',
} as const satisfies Record<keyof GradientSpec, string>;

/** Paths of a RunSpec as JSON has them, and what the address calls them; the first that fits counts. */
const words: readonly [RegExp, string | ((...match: string[]) => string)][] = [
  [/\boptimizers\[(\d+)\]\.id: /g, (_, team) => `team ${Number(team) + 1}: `],
  [/\boptimizers\[(\d+)\]\.hyper\.(\w+)/g, (_, team, name) => `${name} of team ${Number(team) + 1}`],
  ...Object.entries(gradientKeys).map(([name, key]): [RegExp, string] => [
    new RegExp(`\\bgradient\\.${name}\\b`, 'g'),
    key,
  ]),
  [/\bstop\.gradientNorm\b/g, 'stop.gradient'],
  [/\bschedule\.params\./g, ''],
  [/\bsurface\.params\./g, 'surface.'],
  [/\bsurface\.domain\b/g, 'domain'],
  [/\b(?:schedule|surface)\.id: |\bsurface\.formula: |\bstarts\.kind: /g, ''],
  [
    /\bstarts\.points\[(\d+)\]\[([01])\]/g,
    (_, i, axis) => `${axis === '0' ? 'x' : 'y'} of point ${Number(i) + 1}`,
  ],
  [/\bstarts\.points\[(\d+)\]/g, (_, i) => `point ${Number(i) + 1}`],
  [/\bstarts\.(?=\w)/g, ''],
  [/must have (?:exactly 2|2 to 2) entries, not \d+/g, 'must be written as x:y'],
  [/\bUse null for\b/g, 'Use none for'],
  [/\bmust be true or false\b/g, 'must be on or off'],
];

/** What the border says of a value, in the words of the address that it stands in. */
export const inAddressWords = (message: string): string =>
  words.reduce(
    (text, [path, name]) => (typeof name === 'string' ? text.replace(path, name) : text.replace(path, name)),
    message,
  );
