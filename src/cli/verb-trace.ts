import type { Engine } from '../engine/engine.ts';
import { parseJson } from '../engine/parse-json.ts';
import { parseRunSpecs } from '../engine/parse-run-spec.ts';
import type { Plan } from '../engine/plan.ts';
import { planRun } from '../engine/plan-run.ts';
import { oneOf, parseArguments, positiveInteger } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { readInput } from './input.ts';
import { engineKinds, withEngine } from './open-engine.ts';
import { createProgress } from './progress.ts';
import { checkTraceSize, recordTrace } from './record-trace.ts';
import type { Verb } from './verb.ts';
import { createTraceWriter, traceFormats } from './write-trace.ts';

/**
 * `ravine trace [FILE|-] [--engine cpu|gpu] [--every N] [--format json|csv]`
 *
 * Whatever can be refused is refused before the first byte of output. What is left is a device that is lost, or runs
 * out of memory, in the middle: then the output ends where it had got to, and the exit status says so.
 */
export const traceVerb: Verb = async (args, { output, stdin, stderr }) => {
  const { values, positionals } = parseArguments(
    args,
    {
      engine: { type: 'string', default: 'cpu' },
      every: { type: 'string', default: '1' },
      format: { type: 'string', default: 'json' },
    },
    1,
  );
  const kind = oneOf('--engine', values.engine, engineKinds);
  const every = positiveInteger('--every', values.every);
  const format = oneOf('--format', values.format, traceFormats);
  const plans = parseRunSpecs(parseJson(await readInput(positionals[0], stdin))).map(planRun);
  for (const plan of plans) checkTraceSize(plan, every);

  const progress = createProgress('trace', stderr);
  const writer = createTraceWriter(format, output);
  await withEngine(kind, async (engine) => {
    if (plans.length > 1) await rehearse(engine, plans);
    await writer.begin();
    for (const [index, plan] of plans.entries()) {
      const trace = await recordTrace(engine, plan, every, (step) =>
        progress.update(`run ${index + 1} of ${plans.length}, step ${step} of ${plan.spec.steps}`),
      );
      await writer.run(trace, index);
    }
    await writer.end();
  });
  progress.done();
  return exitCodes.success;
};

/**
 * Makes every run once, one at a time since they may not all fit at once, so that a device refuses the last one before
 * the first is printed. Shaders stay compiled; only the allocation is done twice.
 */
async function rehearse(engine: Engine, plans: readonly Plan[]): Promise<void> {
  for (const plan of plans) (await engine.createRun(plan)).dispose();
}
