/** 16 × 16, drawn in strokes of 1.5 with round ends; `fill` where the shape is solid. */
const paths = {
  play: '<path d="M5 3.2v9.6a.6.6 0 0 0 .9.5l7.6-4.8a.6.6 0 0 0 0-1L5.9 2.7a.6.6 0 0 0-.9.5z" fill="currentColor" stroke="none"/>',
  pause:
    '<rect x="3.8" y="3" width="3" height="10" rx=".8" fill="currentColor" stroke="none"/><rect x="9.2" y="3" width="3" height="10" rx=".8" fill="currentColor" stroke="none"/>',
  step: '<path d="M3.5 3.6v8.8l6.5-4.4zM12.5 3.5v9"/>',
  first: '<path d="M11.5 3.5 7 8l4.5 4.5M4.5 3.5v9"/>',
  back: '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
  forward: '<path d="M6 3.5l4.5 4.5L6 12.5"/>',
  last: '<path d="M4.5 3.5 9 8l-4.5 4.5M11.5 3.5v9"/>',
  restart: '<path d="M3 8a5 5 0 1 0 1.6-3.7L3 5.8M3 2.7v3.1h3.1"/>',
  reset: '<path d="M3.5 8a4.5 4.5 0 1 0 1.4-3.2L3.5 6.1M3.5 3.3v2.8h2.8"/>',
  link: '<path d="M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l.9-.9"/>',
  check: '<path d="M8 1.8 13 3.6v4c0 3-2 5.2-5 6.6-3-1.4-5-3.6-5-6.6v-4zM5.7 8l1.7 1.7 3-3.3"/>',
  sun: '<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9"/>',
  moon: '<path d="M13 9.5A5.4 5.4 0 0 1 6.5 3a5.4 5.4 0 1 0 6.5 6.5z"/>',
  help: '<circle cx="8" cy="8" r="6"/><path d="M6.3 6.3a1.75 1.75 0 1 1 2.5 1.6c-.5.25-.8.6-.8 1.2v.2M8 11.3v.01"/>',
  plus: '<path d="M8 3.5v9M3.5 8h9"/>',
  close: '<path d="m4.3 4.3 7.4 7.4M11.7 4.3l-7.4 7.4"/>',
  chevron: '<path d="m4.5 6.3 3.5 3.5 3.5-3.5"/>',
  enlarge: '<path d="M9.5 3h3.5v3.5M13 3 9 7M6.5 13H3V9.5M3 13l4-4"/>',
  dice: '<rect x="2.8" y="2.8" width="10.4" height="10.4" rx="2.2"/><path d="M5.8 5.8v.01M10.2 5.8v.01M8 8v.01M5.8 10.2v.01M10.2 10.2v.01" stroke-width="1.9"/>',
  eye: '<path d="M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8z"/><circle cx="8" cy="8" r="1.8"/>',
  orbit:
    '<path d="M8 2.5v11M2.5 8h11M8 2.5 6.5 4M8 2.5 9.5 4M8 13.5 6.5 12M8 13.5 9.5 12M2.5 8 4 6.5M2.5 8 4 9.5M13.5 8 12 6.5M13.5 8 12 9.5"/>',
  drop: '<circle cx="8" cy="8" r="2.2" fill="currentColor" stroke="none"/><circle cx="8" cy="8" r="5.5"/>',
  sliders:
    '<path d="M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6"/><circle cx="10.2" cy="5" r="1.7"/><circle cx="5.8" cy="11" r="1.7"/>',
  brush: '<path d="M13 2.5 7.6 8.3M7 8l1.3 1.3c.2 2-1.2 3.7-5.3 3.7 1.3-1 1-3.4 2-4.4.6-.6 1.3-.7 2-.6z"/>',
  inspect: '<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/>',
  copy: '<rect x="5.5" y="5.5" width="7.5" height="7.5" rx="1.5"/><path d="M10.5 5.5V4.3A1.3 1.3 0 0 0 9.2 3H4.3A1.3 1.3 0 0 0 3 4.3v4.9a1.3 1.3 0 0 0 1.3 1.3h1.2"/>',
} as const;

export type IconName = keyof typeof paths;

/** Decorative: the control it sits in has the name. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.innerHTML = paths[name];
  return svg;
}
