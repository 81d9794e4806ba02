import { parseFormula } from '../formula/parse.ts';
import { printTex } from '../formula/print-tex.ts';

/**
 * Shows a formula as mathematics inside an element, or as its text until (and unless) the typesetter is there.
 * The last call for an element wins.
 */
export async function typesetFormula(element: HTMLElement, text: string): Promise<void> {
  element.dataset.formula = text;
  element.textContent = text;
  const parsed = parseFormula(text);
  if (!parsed.ok) return;
  const tex = printTex(parsed.ast);
  const { default: temml } = await import('temml');
  if (element.dataset.formula !== text) return;
  try {
    temml.render(tex, element, { throwOnError: true });
  } catch {
    element.textContent = text;
  }
}

/**
 * Shows TeX of our own as mathematics, or as its text where the typesetter cannot be loaded.
 * @returns once it is shown
 */
export async function typesetTex(element: HTMLElement, tex: string): Promise<void> {
  element.textContent = tex;
  const { default: temml } = await import('temml');
  // Trusted for the classes in it, by which numbers find their places.
  temml.render(tex, element, { throwOnError: true, trust: true });
}
