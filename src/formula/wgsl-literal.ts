/**
 * The shortest decimal WGSL literal that reads back as the float32 nearest to `value`.
 * @param value finite and within float32's range, as `compileFormula` guarantees
 */
export function wgslLiteral(value: number): string {
  const single = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = single.toPrecision(digits);
    if (Math.fround(Number(text)) === single) return asFloat(String(Number(text)));
  }
  throw new Error(`unreachable: nine digits tell any two float32 apart, ${value}`);
}

/** `e+7` is `e7` in neither language's style guide, and a bare integer would be an i32. */
function asFloat(text: string): string {
  const plain = text.replace('e+', 'e');
  return /[.e]/.test(plain) ? `${plain}f` : `${plain}.0f`;
}
