import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf, RavineError } from '../core/errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/** Arguments of a verb by node:util's rules; anything unknown or missing is bad input that says what is allowed. */
export function parseArguments<const T extends Options>(
  args: readonly string[],
  options: T,
  maxPositionals: number,
): Parsed<T> {
  const parsed = parseStrictly(args, options);
  if (parsed.positionals.length > maxPositionals) {
    throw new RavineError('bad-input', `Unexpected argument '${parsed.positionals[maxPositionals]}'.`, {
      cure: 'See ravine help.',
    });
  }
  return parsed;
}

function parseStrictly<const T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: withNumbers(args, options), options, allowPositionals: true, strict: true });
  } catch (error) {
    if (error instanceof RavineError) throw error;
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new RavineError('bad-input', messageOf(error).split('.')[0].concat('.'), {
      cure: `Options here: ${known.join(', ') || 'none'}.`,
    });
  }
}

/**
 * The same arguments with `--every -1` as `--every=-1`: node:util takes whatever begins with a dash for an option, so
 * that nobody would be told what is wrong with the number.
 */
function withNumbers(args: readonly string[], options: Options): string[] {
  const joined: string[] = [];
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  for (let i = 0; i < args.length; i++) {
    const option = args[i];
    const value = args[i + 1];
    const takesValue = i + 1 < end && option.startsWith('--') && options[option.slice(2)]?.type === 'string';
    if (!takesValue || !/^-./.test(value)) {
      joined.push(option);
      continue;
    }
    if (!/^-[\d.]/.test(value)) {
      throw new RavineError('bad-input', `A value is missing before '${value}'.`, { field: option });
    }
    joined.push(`${option}=${value}`);
    i++;
  }
  return joined;
}

/** One of a list of words, or bad input that names the option. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === value);
  if (found !== undefined) return found;
  throw new RavineError('bad-input', `'${value}' is not one of ${allowed.join(', ')}.`, { field: option });
}

/** A whole number, by default ≥ 1. */
export function positiveInteger(option: string, value: string, least = 1): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new RavineError('bad-input', `Expected a whole number of at least ${least}, got '${value}'.`, {
    field: option,
  });
}

/** A number from `min` to `max`. */
export function finiteNumber(
  option: string,
  value: string,
  { min, max }: { min: number; max: number },
): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  if (number >= min && number <= max) return number;
  throw new RavineError('bad-input', `Expected a number from ${min} to ${max}, got '${value}'.`, {
    field: option,
  });
}

/** `a,b,c` or `all`, each a known name. */
export function nameList(option: string, value: string, known: readonly string[]): string[] {
  if (value === 'all') return [...known];
  const names = value.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  throw new RavineError('bad-input', `There is no '${unknown}'.`, {
    field: option,
    cure: `Use 'all' or a list of: ${known.join(', ')}.`,
  });
}
