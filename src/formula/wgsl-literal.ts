import { RavineError } from '../core/errors.ts';

/**
 * The shortest decimal WGSL literal that reads back as the float32 nearest to `value`.
 * @param value finite and within float32's range, as `compileFormula` guarantees
 * @throws RavineError 'internal' otherwise
 */
export function wgslLiteral(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) throw new RavineError('internal', `WGSL has no literal for ${value}.`);
  let text = '';
  // Nine digits tell any two float32 apart.
  for (let digits = 1; digits <= 9; digits++) {
    text = String(Number(single.toPrecision(digits)));
    if (Math.fround(Number(text)) === single) break;
  }
  return asFloat(text);
}

/** `e+7` is `e7` in neither language's style guide, and a bare integer would be an i32. */
function asFloat(text: string): string {
  const plain = text.replace('e+', 'e');
  return /[.e]/.test(plain) ? `${plain}f` : `${plain}.0f`;
}
