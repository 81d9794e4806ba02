import { cpus } from 'node:os';
import { messageOf, RavineError } from '../core/errors.ts';
import { parseArguments } from './arguments.ts';
import { cpuContenders, gpuContenders } from './bench-contenders.ts';
import { type BenchResult, measure } from './bench-measure.ts';
import { exitCodes } from './exit-codes.ts';
import { createNodeGpuDevice } from './node-gpu.ts';
import { createProgress } from './progress.ts';
import { table } from './table.ts';
import type { Verb } from './verb.ts';

/** `ravine bench [--json]` */
export const benchVerb: Verb = async (args, { output, stderr }) => {
  const { values } = parseArguments(args, { json: { type: 'boolean', default: false } }, 0);
  const device = await createNodeGpuDevice().catch((error: unknown) => {
    if (!(error instanceof RavineError)) throw error;
    stderr.write(`bench: without the GPU. ${messageOf(error)}\n`);
    return null;
  });
  const progress = createProgress('bench', stderr);
  const contenders = [...cpuContenders(), ...(device === null ? [] : await gpuContenders(device))];
  const results = await measure(contenders, (text) => progress.update(text));
  for (const contender of contenders) contender.dispose();
  device?.dispose();
  progress.done();

  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.versions.node,
    gpu: device?.adapterName ?? null,
  };
  const report = { machine, workload: WORKLOAD, unit: 'trajectory-steps per second', results };
  await output.write(values.json ? `${JSON.stringify(report)}\n` : benchTable(machine, results));
  return exitCodes.success;
};

const WORKLOAD = 'Adam on Rosenbrock';

const columns = [
  { title: 'engine', align: 'left' },
  { title: 'trajectories', align: 'right' },
  { title: 'steps per dispatch', align: 'right' },
  { title: 'million/s', align: 'right' },
  { title: 'lowest', align: 'right' },
  { title: 'highest', align: 'right' },
  { title: 'to plain JavaScript', align: 'right' },
] as const;

function benchTable(
  machine: Record<string, string | number | null>,
  results: readonly BenchResult[],
): string {
  const millions = (value: number) => (value / 1e6).toFixed(1);
  const plain = results[0].perSecond.median;
  const rows = results.map(
    ({ engine, trajectories, stepsPerDispatch, perSecond: { median, lowest, highest } }) => [
      engine,
      trajectories.toLocaleString('en'),
      stepsPerDispatch === null ? '' : String(stepsPerDispatch),
      millions(median),
      millions(lowest),
      millions(highest),
      `${(median / plain).toFixed(2)} ×`,
    ],
  );
  return `${WORKLOAD}, trajectory-steps per second, median of ${results[0].samples.length} interleaved repetitions
${table(columns, rows)}
${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, GPU: ${machine.gpu ?? 'none'}
`;
}
