import { afterEach, expect, it, vi } from 'vitest';
import { createInspection, type Inspection } from '../../../src/app/inspection.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { MOST_MOMENTS } from '../../../src/engine/replay.ts';
import { createCpuEngine } from '../../../src/reference/cpu-engine.ts';
import { createStore } from '../../../src/state/store.ts';
import { defaultView } from '../../../src/state/view-defaults.ts';
import type { InspectedTrajectory } from '../../../src/ui/inspector/inspected.ts';

const LONG = MOST_MOMENTS + 500;

/** An inspection of a run that stands at a step, and all that it shows. */
function inspectRun(step: number, engine: Engine = createCpuEngine()) {
  const spec = parseRunSpec({
    surface: { id: 'bowl' },
    optimizers: [{ id: 'sgd', hyper: { lr: 1e-6 } }],
    starts: { kind: 'grid', count: 9 },
    steps: 2 * LONG,
  });
  const store = createStore({ spec, view: { ...defaultView, inspect: { team: 0, index: 4, step: null } } });
  const run = { plan: planRun(spec), step };
  const shown: (InspectedTrajectory | null)[] = [];
  const selections: unknown[] = [];
  const errors: unknown[] = [];
  const inspection = createInspection({
    engine,
    store,
    scene: { setSelection: (selection) => selections.push(selection) },
    experiment: { run } as unknown as Parameters<typeof createInspection>[0]['experiment'],
    inspector: {
      element: {} as HTMLElement,
      show: (trajectory) => shown.push(trajectory),
      setProgress() {},
      setVisible() {},
    },
    onError: (error) => errors.push(error),
  });
  return { inspection, run, shown, selections, errors };
}

let made: Inspection | null = null;
afterEach(() => made?.dispose());

it('follows a run back to its beginning, however long it had been', async () => {
  const { inspection, run, shown, errors } = inspectRun(LONG);
  made = inspection;
  inspection.update();
  await vi.waitFor(
    () => expect(shown.at(-1)).toMatchObject({ t: LONG, first: LONG - MOST_MOMENTS + 1 }),
    10_000,
  );
  run.step = 0;
  inspection.update();
  await vi.waitFor(() => expect(shown.at(-1)).toMatchObject({ t: 0, first: 0, last: 0 }));
  expect(errors).toEqual([]);
});

it('shows nothing more once it is disposed of', async () => {
  const engine = createCpuEngine();
  const disposed = vi.fn();
  const { inspection, shown, selections } = inspectRun(100, {
    ...engine,
    async createRun(plan) {
      const run = await engine.createRun(plan);
      inspection.dispose();
      const { dispose } = run;
      return Object.assign(run, {
        dispose() {
          dispose();
          disposed();
        },
      });
    },
  });
  inspection.update();
  await vi.waitFor(() => expect(disposed).toHaveBeenCalledOnce(), 10_000);
  expect(shown).toEqual([]);
  expect(selections).toEqual([null]);
});
