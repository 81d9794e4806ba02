import { messageOf } from '../../core/errors.ts';
import { parseRunSpec } from '../../engine/parse-run-spec.ts';
import type { Domain, SurfaceSpec } from '../../engine/run-spec.ts';
import type { FormulaError } from '../../formula/ast.ts';
import { compileFormula } from '../../formula/compile.ts';
import { editSpec } from '../../state/edits.ts';
import type { Signal } from '../../state/signal.ts';
import type { Store } from '../../state/store.ts';
import { surfaceById, surfaces } from '../../surfaces/index.ts';
import { h, setText } from '../dom.ts';
import { caretExcerpt } from './caret.ts';

export interface FormulaBox {
  element: HTMLElement;
  /** Shows the store's formula, unless one is being typed. */
  refresh(): void;
  dispose(): void;
}

/** Long enough that the surface does not flicker while one types. */
const TYPING_DELAY_MS = 150;
/** Characters of the box's typeface that fit beside each other. */
const EXCERPT_WIDTH = 34;
const EMPTY = 'Type a formula; the last valid one is still shown.';

/** The formula, live: what is valid becomes the surface, what is not is explained and leaves the surface as it is. */
export function createFormulaBox(store: Store, surfaceProblem: Signal<string | null>): FormulaBox {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const input = h('textarea', {
    id: 'formula-input',
    rows: 1,
    spellcheck: false,
    autocapitalize: 'off',
    autocomplete: 'off',
    'aria-label': 'Formula of x and y',
    'aria-describedby': 'formula-problem',
    oninput: () => {
      resize();
      clearTimeout(timer);
      timer = setTimeout(commit, TYPING_DELAY_MS);
    },
    onblur: () => {
      if (timer !== undefined) commit();
    },
    onkeydown: (event) => {
      const { key } = event as KeyboardEvent;
      if (key === 'Enter') {
        event.preventDefault();
        commit();
      } else if (key === 'Escape') {
        clearTimeout(timer);
        timer = undefined;
        show(formulaOf(store.get().spec.surface));
        input.blur();
      }
    },
  });
  const excerpt = h('pre', { 'aria-hidden': 'true' });
  const message = h('p');
  const problem = h(
    'div.formula-problem',
    { id: 'formula-problem', role: 'status', hidden: true },
    excerpt,
    message,
  );

  // It is said of the formula that is shown, which is another one while what is typed has a problem of its own.
  const shown = h('p.formula-problem', { role: 'status' });
  const showSurfaceProblem = () => {
    const text = surfaceProblem.get();
    shown.hidden = text === null;
    setText(shown, text ?? '');
  };
  showSurfaceProblem();
  const stop = surfaceProblem.subscribe(showSurfaceProblem);

  const resize = () => {
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight + 2}px`;
  };
  const showProblem = (error: Pick<FormulaError, 'message' | 'position' | 'length'> | null) => {
    problem.hidden = error === null;
    input.setAttribute('aria-invalid', String(error !== null));
    if (error === null) return;
    const isEmpty = input.value.trim() === '';
    excerpt.hidden = isEmpty;
    if (isEmpty) {
      setText(message, EMPTY);
      return;
    }
    const { line, carets } = caretExcerpt(input.value, error.position, error.length, EXCERPT_WIDTH);
    excerpt.textContent = `${line}\n${carets}`;
    setText(message, error.message);
  };
  const commit = () => {
    clearTimeout(timer);
    timer = undefined;
    const result = surfaceFrom(input.value, store.get().spec.surface);
    showProblem(result.ok ? null : result.error);
    if (result.ok) store.update((state) => editSpec(state, { surface: result.surface }));
  };
  const show = (text: string) => {
    input.value = text;
    showProblem(null);
    resize();
  };
  show(formulaOf(store.get().spec.surface));
  // The height depends on the width, which is known once the box is on the page.
  const observer = new ResizeObserver(resize);
  observer.observe(input);

  return {
    element: h('div.formula-box', { 'data-key': 'formula' }, input, problem, shown),
    refresh() {
      const text = formulaOf(store.get().spec.surface);
      if (document.activeElement !== input && input.value !== text) show(text);
    },
    dispose() {
      clearTimeout(timer);
      observer.disconnect();
      stop();
    },
  };
}

export const formulaOf = (surface: SurfaceSpec): string =>
  'formula' in surface ? surface.formula : (surfaceById(surface.id)?.formula ?? '');

type Reading = { ok: true; surface: SurfaceSpec } | { ok: false; error: FormulaError };

/**
 * A typed text as a surface. The text of a catalogue surface is that surface. Free names become parameters: with the
 * value they had, else 1. The domain stays.
 */
export function surfaceFrom(text: string, current: SurfaceSpec): Reading {
  const trimmed = text.trim();
  if (trimmed === formulaOf(current)) return { ok: true, surface: current };
  const entry = surfaces.find(({ formula }) => formula === trimmed);
  if (entry !== undefined) return { ok: true, surface: { id: entry.id, params: {} } };
  const result = compileFormula(trimmed, { parameters: 'any' });
  if (!result.ok) return result;
  const before = paramsOf(current);
  const params = Object.fromEntries(result.compiled.parameters.map((name) => [name, before[name] ?? 1]));
  try {
    const { surface } = parseRunSpec({ surface: { formula: trimmed, params, domain: domainOf(current) } });
    return { ok: true, surface };
  } catch (error) {
    return {
      ok: false,
      error: { message: messageOf(error), position: 0, length: trimmed.length, expected: '' },
    };
  }
}

/** All parameters of a surface with their values. */
export function paramsOf(surface: SurfaceSpec): Record<string, number> {
  if ('formula' in surface) return surface.params;
  const standard = surfaceById(surface.id)?.parameters ?? [];
  return {
    ...Object.fromEntries(standard.map((parameter) => [parameter.name, parameter.default])),
    ...surface.params,
  };
}

export function domainOf(surface: SurfaceSpec): Domain {
  if ('domain' in surface) return surface.domain;
  const [xmin, xmax, ymin, ymax] = surfaceById(surface.id)?.domain ?? [-5, 5, -5, 5];
  return [xmin, xmax, ymin, ymax];
}
