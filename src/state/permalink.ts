import type { AppState } from './app-state.ts';
import { equal } from './equal.ts';
import { openingScene } from './opening-scene.ts';
import { escapeValue, readEntries } from './permalink-grammar.ts';
import { readSpec, specKeys, writeSpec } from './permalink-spec.ts';
import { readView, viewKeys, writeView } from './permalink-view.ts';

/**
 * The state as the fragment of an address, without `#`. Defaults are left out.
 *
 * An empty fragment is the opening scene. Any other fragment says what differs from the defaults of RunSpec and
 * view, not from the opening scene; so that the two cannot be confused, it always names its surface.
 * The camera is rounded (see `permalink-view.ts`) and a formula loses idle spaces; everything else reads back exactly,
 * except for what `linkLosses` names.
 */
export function encodeState(state: AppState): string {
  if (equal(state, openingScene())) return '';
  return [...writeSpec(state.spec), ...writeView(state.view)]
    .map(([key, value]) => `${escapeValue(key)}=${escapeValue(value)}`)
    .join('&');
}

/**
 * Reads a fragment, with or without `#`. Never throws: each value that cannot be used is replaced by its default
 * and reported in `problems`, a sentence that names the key.
 */
export function decodeState(hash: string): { state: AppState; problems: string[] } {
  const entries = readEntries(hash);
  if (entries.length === 0) return { state: openingScene(), problems: [] };
  const problems: string[] = [];
  const values = new Map<string, string>();
  for (const { key, value } of entries) {
    if (!isKnown(key)) problems.push(`The address has an unknown key “${key}”; it is ignored.`);
    else if (value === null) problems.push(`${key}: its percent-encoding is broken; the default is used.`);
    else if (values.has(key)) problems.push(`${key}: given more than once; the first is used.`);
    else values.set(key, value);
  }
  const spec = readSpec(values, problems);
  return { state: { spec, view: readView(values, spec, problems) }, problems };
}

const isKnown = (key: string): boolean =>
  key.startsWith('surface.') || specKeys.includes(key) || viewKeys.includes(key);

export { linkLosses } from './permalink-spec.ts';
