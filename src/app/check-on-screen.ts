import { messageOf } from '../core/errors.ts';
import { planRun } from '../engine/plan-run.ts';
import type { Store } from '../state/store.ts';
import type { CheckDialog } from '../ui/check-dialog.ts';
import type { Laboratory } from './laboratory.ts';

/** Checks what is on the screen against the CPU, and reports into a dialog. */
export async function checkOnScreen(
  { platform: { gpuEngine } }: Laboratory,
  store: Store,
  dialog: CheckDialog,
): Promise<void> {
  if (gpuEngine === null) {
    dialog.note(
      'There is nothing to check here: the CPU computes this run in float64, which is what the GPU’s numbers are checked against. In a browser with WebGPU the check compares the two.',
    );
    return;
  }
  try {
    // Most visits never check: what it takes is loaded when asked for.
    const [{ checkRun }, { createCpuEngine }] = await Promise.all([
      import('../consistency/check.ts'),
      import('../reference/cpu-engine.ts'),
    ]);
    const plan = planRun(store.get().spec);
    const cpu = createCpuEngine();
    const report = await checkRun(plan, gpuEngine, cpu, dialog.progress);
    cpu.dispose();
    dialog.done(report.rows);
  } catch (error) {
    dialog.fail(messageOf(error));
  }
}
