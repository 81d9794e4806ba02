import { parseFormula } from '../formula/parse.ts';
import { printText } from '../formula/print-text.ts';

/**
 * The same formula without the spaces that mean nothing, which an address would have to write as `%20`.
 * Spaces that multiply (`x y`) stay, and so does the whole text where leaving any out would change the meaning.
 */
export function compactFormula(text: string): string {
  const compact = text.trim().replace(/\s*([-+*/^,)·×÷−])\s*|(\()\s+/g, '$1$2');
  return canonical(compact) === canonical(text) ? compact : text;
}

function canonical(text: string): string | null {
  const parsed = parseFormula(text);
  return parsed.ok ? printText(parsed.ast) : null;
}
