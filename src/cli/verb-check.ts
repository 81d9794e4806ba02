import { check } from '../consistency/check.ts';
import { reportJson } from '../consistency/report-json.ts';
import { optimizers } from '../optimizers/index.ts';
import { createCpuEngine } from '../reference/cpu-engine.ts';
import { schedules } from '../schedules/index.ts';
import { surfaces } from '../surfaces/index.ts';
import { nameList, parseArguments } from './arguments.ts';
import { checkTable } from './check-table.ts';
import { exitCodes } from './exit-codes.ts';
import { withGpu } from './open-engine.ts';
import { createProgress } from './progress.ts';
import type { Verb } from './verb.ts';

const idsOf = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

/** `ravine check [--surfaces a,b|all] [--optimizers a,b|all] [--full] [--json]` */
export const checkVerb: Verb = async (args, { output, stderr }) => {
  const { values } = parseArguments(
    args,
    {
      surfaces: { type: 'string', default: 'all' },
      optimizers: { type: 'string', default: 'all' },
      full: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
    0,
  );
  const options = {
    surfaces: nameList('--surfaces', values.surfaces, idsOf(surfaces)),
    optimizers: nameList('--optimizers', values.optimizers, idsOf(optimizers)),
    schedules: idsOf(schedules),
    full: values.full,
  };
  const progress = createProgress('check', stderr);
  const report = await withGpu((gpu) =>
    check(options, gpu, createCpuEngine(), (fraction, text) =>
      progress.update(`${Math.round(100 * fraction)} % ${text}`),
    ),
  );
  progress.done();
  await output.write(values.json ? `${reportJson(report)}\n` : checkTable(report));
  return report.consistent ? exitCodes.success : exitCodes.checkFailed;
};
