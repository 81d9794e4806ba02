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
    restFences(element);
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
  restFences(element);
}

/** What is higher than a line of text; an exponent is not. */
const HIGH = 'mfrac, msqrt, mroot, munder, munderover, mtable';

/**
 * Fences around what is no higher than a line keep their size, as in TeX: MathML lets them grow with every exponent,
 * and browsers leave room for what they could grow to.
 */
function restFences(element: HTMLElement): void {
  for (const fence of element.querySelectorAll('mo[fence="true"][stretchy="true"]')) {
    if (fence.parentElement?.querySelector(HIGH) === null) fence.setAttribute('stretchy', 'false');
  }
}
