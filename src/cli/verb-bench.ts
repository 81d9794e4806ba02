import { type BenchWord, benchWords, parseBenchOptions } from '../bench/options.ts';
import { runBench } from '../bench/run-bench.ts';
import { measureStart } from '../bench/startup.ts';
import { benchTables, machineLine } from '../bench/tables.ts';
import { messageOf, RavineError } from '../core/errors.ts';
import { tableMarkdown } from '../docs/fill-bench.ts';
import { parseArguments } from './arguments.ts';
import { nodeMachine, thisRavine } from './bench-machine.ts';
import { exitCodes } from './exit-codes.ts';
import { createNodeGpuDevice } from './node-gpu.ts';
import { createProgress } from './progress.ts';
import { table } from './table.ts';
import { findTorch } from './torch-peer.ts';
import type { Verb } from './verb.ts';

/** `ravine bench [--json|--markdown] [--full] [--sections a,b] [--optimizers a,b] …` */
export const benchVerb: Verb = async (args, { output, stderr }) => {
  const { values } = parseArguments(
    args,
    {
      json: { type: 'boolean', default: false },
      markdown: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      sections: { type: 'string' },
      optimizers: { type: 'string' },
      surfaces: { type: 'string' },
      trajectories: { type: 'string' },
      'steps-per-dispatch': { type: 'string' },
      repetitions: { type: 'string' },
      seconds: { type: 'string' },
    },
    0,
  );
  const words = Object.fromEntries(
    benchWords.flatMap((word): [BenchWord, string][] => {
      const value = values[word];
      return value === undefined || value === false ? [] : [[word, String(value)]];
    }),
  );
  const options = parseBenchOptions(words, (word) => `--${word}`);

  const notes: string[] = [];
  const note = (sentence: string) => {
    notes.push(sentence);
    stderr.write(`bench: ${sentence}\n`);
  };
  const gpu = await createNodeGpuDevice().catch((error: unknown) => {
    if (!(error instanceof RavineError)) throw error;
    note(`Without the GPU. ${messageOf(error)}`);
    return null;
  });
  const isRace = options.sections.includes('speed');
  const peers = isRace ? await findTorch() : [];
  if (isRace && peers.length === 0)
    note('PyTorch takes no part: no python3 with torch was found (RAVINE_PYTHON names another one).');
  const progress = createProgress('bench', stderr);
  try {
    const report = await runBench(
      options,
      {
        gpu,
        peers,
        notes,
        machine: nodeMachine(gpu),
        ravine: thisRavine(),
        measureStartup: async (repetitions) =>
          gpu === null ? [] : measureStart(createNodeGpuDevice, repetitions),
        // Kilobytes, on every system that Node runs on.
        peakProcessBytes: () => process.resourceUsage().maxRSS * 1024,
      },
      (fraction, text) => progress.update(`${Math.round(100 * fraction)} % ${text}`),
    );
    progress.done();
    const tables = benchTables(report);
    const machine = machineLine(report);
    if (values.json) await output.write(`${JSON.stringify(report)}\n`);
    else if (values.markdown) await output.write(`${[machine, ...tables.map(tableMarkdown)].join('\n\n')}\n`);
    else {
      const texts = tables.map(({ title, columns, rows }) => `${title}\n${table(columns, rows)}`);
      await output.write(`${[...texts, ...notes, machine].join('\n')}\n`);
    }
    return exitCodes.success;
  } finally {
    for (const peer of peers) peer.dispose();
    gpu?.dispose();
  }
};
