import { arithmeticKinds } from './count-operations.ts';
import type { BenchReport } from './report.ts';
import type { SpeedResult } from './speed.ts';
import type { Spread } from './statistics.ts';
import type { Target } from './targets.ts';

/** A piece of a report as people read it: in a terminal, on a page, in Markdown. */
export interface BenchTable {
  /** By which documents name it. */
  id: string;
  title: string;
  columns: readonly { title: string; align: 'left' | 'right' }[];
  rows: readonly (readonly string[])[];
}

/** Ratios first. Tables of what was not measured are left out. */
export const benchTables = (report: BenchReport): BenchTable[] =>
  [
    targetTable(report),
    speedTable('fusing', 'Steps fused into one dispatch: Adam on Rosenbrock', report),
    linearityTable(report),
    pairsTable(report),
    speedTable('chosen', 'As chosen', report),
    landscapeTable(report),
    arithmeticTable(report),
    pipelineTable(report),
    startupTable(report),
    memoryTable(report),
    skippedTable(report),
  ].filter(({ rows }) => rows.length > 0);

/** The machine in a sentence, which every absolute figure needs beside it. */
export function machineLine({
  date,
  machine,
  ravine,
}: Pick<BenchReport, 'date' | 'machine' | 'ravine'>): string {
  const { cpu, cores, memoryBytes, node, browser, gpu, webgpu } = machine;
  const memory = memoryBytes === null ? [] : [`${Math.round(memoryBytes / 2 ** 30)} GiB`];
  const runtime = node === null ? (browser ?? '') : `Node ${node}`;
  const commit = ravine.commit === null ? '' : ` (${ravine.commit})`;
  return [
    [cpu, `${cores} cores`, ...memory].join(', '),
    runtime,
    `adapter: ${gpu ?? 'none'}`,
    ...(webgpu === null ? [] : [webgpu]),
    `Ravine ${ravine.version}${commit}`,
    date.slice(0, 10),
  ].join('; ');
}

const left = (title: string) => ({ title, align: 'left' as const });
const right = (title: string) => ({ title, align: 'right' as const });

const count = (value: number): string => value.toLocaleString('en');
const ratio = (value: number | null): string => (value === null ? '' : `${figure(value)} ×`);
const millions = (value: number): string => figure(value / 1e6);
/** Three digits, or as many as are before the point. */
const figure = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
const range = ({ lowest, highest }: Spread, show: (value: number) => string): string =>
  `${show(lowest)} – ${show(highest)}`;

const targetTable = ({ targets }: BenchReport): BenchTable => ({
  id: 'targets',
  title: 'Targets',
  columns: [left('what'), left('asked'), right('reached'), left('')],
  rows: targets.map(({ what, asked, reached, unit, holds, note }) => [
    what,
    asked,
    reached === null ? '–' : `${figure(reached)} ${unit}`.trim(),
    [verdict(holds), note].filter((text) => text !== '').join(holds === null ? '' : ', '),
  ]),
});

const verdict = (holds: Target['holds']): string => (holds === null ? '' : holds ? 'holds' : 'MISSED');

const engineName = ({
  engine,
  stepsPerDispatch,
}: Pick<SpeedResult, 'engine' | 'stepsPerDispatch'>): string =>
  engine === 'gpu' && stepsPerDispatch !== null ? `gpu, ${stepsPerDispatch} fused` : engine;

function speedTable(question: SpeedResult['question'], title: string, { results }: BenchReport): BenchTable {
  const rows = results.filter((result) => result.question === question);
  const names = (result: SpeedResult) =>
    question === 'chosen' ? [`${result.optimizer}, ${result.surface}`] : [];
  return {
    id: question,
    title: `${title}, trajectory-steps per second`,
    columns: [
      ...(question === 'chosen' ? [left('optimizer, surface')] : []),
      right('trajectories'),
      left('engine'),
      right('to plain JavaScript'),
      right('to the CPU engine'),
      right('million/s'),
      right('lowest – highest'),
    ],
    rows: rows.map((result) => [
      ...names(result),
      count(result.trajectories),
      engineName(result),
      ratio(result.toPlain),
      ratio(result.toCpu),
      millions(result.perSecond.median),
      range(result.perSecond, millions),
    ]),
  };
}

function linearityTable({ results }: BenchReport): BenchTable {
  const rows = results.filter(({ question }) => question === 'linearity');
  const cost = ({ perSecond }: SpeedResult) => 1e9 / perSecond.median;
  const lowest = Math.min(...rows.map(cost));
  return {
    id: 'linearity',
    title: 'Cost and the number of trajectories: Adam on Rosenbrock, 64 fused steps',
    columns: [
      right('trajectories'),
      right('to the cheapest'),
      right('ns per trajectory-step'),
      right('million/s'),
    ],
    rows: rows.map((result) => [
      count(result.trajectories),
      ratio(cost(result) / lowest),
      figure(cost(result)),
      millions(result.perSecond.median),
    ]),
  };
}

/** Optimizers down, surfaces across: the GPU to the CPU engine, and to plain JavaScript where there is a loop for it. */
function pairsTable({ results }: BenchReport): BenchTable {
  const fused = results.filter(({ question, engine }) => question === 'pairs' && engine === 'gpu');
  const distinct = <K extends 'optimizer' | 'surface'>(key: K) => [...new Set(fused.map((one) => one[key]))];
  const surfaces = distinct('surface');
  const [first] = fused;
  return {
    id: 'pairs',
    title:
      first === undefined
        ? ''
        : `Optimizers and surfaces: ${count(first.trajectories)} trajectories, ${first.stepsPerDispatch} fused steps, GPU engine to the CPU engine (million trajectory-steps per second)`,
    columns: [left('optimizer'), ...surfaces.map(right), right('rosenbrock, to plain JavaScript')],
    rows: distinct('optimizer').map((optimizer) => {
      const row = fused.filter((one) => one.optimizer === optimizer);
      const plain = row.find(({ surface }) => surface === 'rosenbrock')?.toPlain ?? null;
      return [
        optimizer,
        ...surfaces.map((surface) => {
          const cell = row.find((one) => one.surface === surface);
          return cell === undefined ? '' : `${ratio(cell.toCpu)} (${millions(cell.perSecond.median)})`;
        }),
        ratio(plain),
      ];
    }),
  };
}

const landscapeTable = ({ landscape }: BenchReport): BenchTable => ({
  id: 'landscape',
  title: 'Landscape: loss and gradient of Rosenbrock on a grid',
  columns: [
    right('vertices'),
    left('engine'),
    right('to the CPU engine'),
    right('ms'),
    right('lowest – highest'),
  ],
  rows: landscape.map(({ engine, size, toCpu, milliseconds }) => [
    `${size}²`,
    engine,
    ratio(toCpu),
    figure(milliseconds.median),
    range(milliseconds, figure),
  ]),
});

function arithmeticTable({ arithmetic, results }: BenchReport): BenchTable {
  const table = {
    id: 'arithmetic',
    title: 'The bound of Adam on Rosenbrock: its float32 operations at the rates that this adapter reaches',
    columns: [left('operation'), right('per trajectory-step'), right('thousand million/s'), right('ns')],
  };
  if (arithmetic === null) return { ...table, rows: [] };
  const { operations, perSecond, bound } = arithmetic;
  const reached = Math.max(
    ...results
      .filter((one) => one.engine === 'gpu' && one.optimizer === 'adam' && one.surface === 'rosenbrock')
      .map((one) => one.perSecond.median),
  );
  return {
    ...table,
    rows: [
      ...arithmeticKinds.map((kind) => [
        kind,
        String(operations[kind]),
        figure(perSecond[kind].median / 1e9),
        figure((1e9 * operations[kind]) / perSecond[kind].median),
      ]),
      ['together: the bound', '', '', figure(1e9 / bound)],
      ...(Number.isFinite(reached)
        ? [[`reached: ${figure(reached / bound)} of the bound`, '', '', figure(1e9 / reached)]]
        : []),
    ],
  };
}

const pipelineTable = ({ pipelines }: BenchReport): BenchTable => ({
  id: 'pipelines',
  title: 'From the text of a descent kernel to its pipeline',
  columns: [left('optimizer'), left('surface'), right('ms'), right('lowest – highest')],
  rows: pipelines.map(({ optimizer, surface, milliseconds }) => [
    optimizer,
    surface,
    figure(milliseconds.median),
    range(milliseconds, figure),
  ]),
});

const startupTable = ({ startup }: BenchReport): BenchTable => ({
  id: 'startup',
  title: 'Start-up',
  columns: [left('time'), right('ms'), right('lowest – highest')],
  rows: startup.map(({ what, milliseconds }) => [
    what,
    figure(milliseconds.median),
    range(milliseconds, figure),
  ]),
});

function memoryTable({ memory }: BenchReport): BenchTable {
  const peak = (what: string, bytes: number | null) =>
    bytes === null ? [] : [[what, `${figure(bytes / 2 ** 20)} MiB`]];
  return {
    id: 'memory',
    title: 'Memory on the device',
    columns: [left('what'), right('bytes')],
    rows:
      memory === null
        ? []
        : [
            ...memory.perTrajectory.map(({ optimizer, bytes }) => [
              `a trajectory of ${optimizer}`,
              Number.isInteger(bytes) ? String(bytes) : figure(bytes),
            ]),
            ...peak('most at a time on the device, of swarms', memory.peakDeviceBytes),
            ...peak('most at a time in this process', memory.peakProcessBytes),
          ],
  };
}

const skippedTable = ({ skipped }: BenchReport): BenchTable => ({
  id: 'skipped',
  title: 'Left out',
  columns: [left('what'), right('trajectories'), left('engine'), left('why')],
  rows: skipped.map((one) => [
    `${one.optimizer} on ${one.surface}`,
    count(one.trajectories),
    engineName(one),
    one.reason,
  ]),
});
