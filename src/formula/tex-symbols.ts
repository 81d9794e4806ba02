/** Parameter names that are typeset as the letter they name; capitals and lower case where TeX has both. */
const greek = new Set(
  (
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi ' +
    'omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'
  ).split(' '),
);

/** A name: `x`, `\pi`, `\alpha`, `a_{1}` for a1 or a_1, and upright where it is a word. */
export function texName(name: string): string {
  if (name === 'pi') return '\\pi';
  if (name === 'e') return '\\mathrm{e}';
  const parts = /^([A-Za-z]+?)_?(\d+)$/.exec(name) ?? /^([A-Za-z]+)_([A-Za-z0-9]+)$/.exec(name);
  if (parts !== null) return `${symbol(parts[1]!)}_{${symbol(parts[2]!)}}`;
  return symbol(name);
}

function symbol(name: string): string {
  if (greek.has(name)) return `\\${name}`;
  if (/^(?:[A-Za-z]|\d+)$/.test(name)) return name;
  return `\\mathrm{${name.replaceAll('_', '\\_')}}`;
}

/** A number ≥ 0: `0.26`, `10^{-5}`, `1.5 \cdot 10^{21}`. */
export function texNumber(value: number): string {
  const [mantissa, exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa!;
  const power = `10^{${Number(exponent)}}`;
  return mantissa === '1' ? power : `${mantissa} \\cdot ${power}`;
}
