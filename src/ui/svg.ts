type Attributes = Record<string, string | number | undefined>;

const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element in one expression, as `h` does for HTML: `svg('path.curve', { d })`. Undefined is left out. */
export function svg<K extends keyof SVGElementTagNameMap>(
  selector: K | `${K}.${string}`,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] {
  const [tag, ...classes] = selector.split('.') as [K, ...string[]];
  const element = document.createElementNS(SVG, tag);
  if (classes.length > 0) element.setAttribute('class', classes.join(' '));
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}
