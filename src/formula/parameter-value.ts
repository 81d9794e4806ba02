import { RavineError } from '../core/errors.ts';
import type { Numbers } from '../core/numbers.ts';

/** The value of a parameter of a formula. @throws RavineError 'bad-input' where it has none */
export function parameterValue(params: Numbers, name: string): number {
  const value = params[name];
  if (value !== undefined) return value;
  throw new RavineError('bad-input', `The parameter '${name}' has no value.`, {
    field: `params.${name}`,
    cure: `Give params.${name} a number.`,
  });
}
