import '../../ui/styles/bench.css';
import { version } from '../../../package.json';
import {
  type BenchOptions,
  type BenchWord,
  benchSections,
  benchWords,
  parseBenchOptions,
} from '../../bench/options.ts';
import type { BenchReport, Machine } from '../../bench/report.ts';
import { runBench } from '../../bench/run-bench.ts';
import { type BenchTable, benchTables, machineLine } from '../../bench/tables.ts';
import { messageOf, RavineError } from '../../core/errors.ts';
import { tableMarkdown } from '../../docs/fill-bench.ts';
import { createGpuDevice, type GpuDevice } from '../../gpu/device.ts';
import { createCopyButtons } from '../../ui/compare/copy-row.ts';
import { h, setText } from '../../ui/dom.ts';
import { mark } from '../../ui/header.ts';
import { systemTheme } from '../../ui/theme.ts';
import { measurePageStartup } from './page-startup.ts';

/**
 * The page of the address `?bench`: the cases of `ravine bench` in this browser. Options are those of the command line,
 * such as `?bench&sections=speed&trajectories=1024`; with `&run` it begins at once. Replaces everything in the container,
 * where the report is the JSON text of `#bench-json` once it is there.
 */
export function createBenchPage(container: HTMLElement, search: string): void {
  followSystemTheme();
  const words = new URLSearchParams(search);
  const status = h('p.bench-status', { role: 'status' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Progress', hidden: true });
  const tables = h('div.bench-tables');
  const frame = h('div.bench-frame');
  const json = h('pre', { id: 'bench-json', hidden: true });
  const start = h('button.run-button', { type: 'button', onclick: () => void begin() }, 'Measure');
  let report: BenchReport | null = null;
  const copies = createCopyButtons([
    { title: 'JSON', hint: 'Copy the whole report as JSON', write: () => json.textContent ?? '' },
    {
      title: 'Markdown',
      hint: 'Copy the tables as Markdown',
      write: () => (report === null ? '' : markdownOf(report)),
    },
  ]);
  const copyRow = h('div.button-row', { hidden: true }, ...copies.buttons);
  container.replaceChildren(
    h(
      'main.bench',
      {},
      h(
        'a.wordmark',
        { href: './', 'aria-label': 'Ravine: to the laboratory' },
        mark(),
        h('span', {}, 'Ravine'),
      ),
      h('h1', {}, 'How fast it is here'),
      h(
        'p.lead',
        {},
        'Trajectory-steps per second of the GPU engine, the CPU engine, plain JavaScript and an Adam over arrays by jax-js, in turns, as ratios within this very run; and what landscapes, arithmetic, kernels, start-up and memory cost. It takes some minutes, in which this tab should stay in front and the machine be left alone.',
      ),
      h('div.bench-row', {}, start, copyRow, bar),
      status,
      copies.fallback,
      frame,
      tables,
      json,
    ),
  );

  let options: BenchOptions;
  try {
    options = parseBenchOptions(
      Object.fromEntries(
        benchWords.flatMap((word): [BenchWord, string][] => {
          const text = words.get(word);
          return text === null ? [] : [[word, text]];
        }),
      ),
      (word) => `?bench&${word}`,
    );
  } catch (error) {
    setText(status, error instanceof RavineError ? `${error.field}: ${error.advice}` : messageOf(error));
    status.classList.add('problem');
    start.disabled = true;
    return;
  }
  if (options.sections.length < benchSections.length) {
    setText(status, `Chosen by the address: ${options.sections.join(', ')}.`);
  }

  const begin = async (): Promise<void> => {
    start.disabled = true;
    bar.hidden = false;
    status.classList.remove('problem');
    try {
      report = await measure(options, frame, (fraction, text) => {
        bar.value = fraction;
        setText(status, `${Math.round(100 * fraction)} % — ${text}`);
      });
      json.textContent = JSON.stringify(report);
      setText(status, machineLine(report));
      tables.replaceChildren(
        ...report.notes.map((note) => h('p', {}, note)),
        ...benchTables(report).map(tableElement),
      );
      copyRow.hidden = false;
    } catch (error) {
      setText(status, messageOf(error));
      status.classList.add('problem');
    } finally {
      start.disabled = false;
      bar.hidden = true;
    }
  };
  if (words.has('run')) void begin();
}

async function measure(
  options: BenchOptions,
  frame: HTMLElement,
  onProgress: (fraction: number, text: string) => void,
): Promise<BenchReport> {
  const notes: string[] = [];
  const gpu = await createGpuDevice(navigator.gpu).catch((error: unknown) => {
    if (!(error instanceof RavineError)) throw error;
    notes.push(`Without the GPU. ${messageOf(error)}`);
    return null;
  });
  const peers =
    gpu !== null && options.sections.includes('speed') ? await (await import('./jax-peer.ts')).findJax() : [];
  try {
    return await runBench(
      options,
      {
        ...{ gpu, peers, notes },
        machine: machineOf(gpu),
        ravine: { version, commit: import.meta.env.VITE_COMMIT ?? null },
        measureStartup: (repetitions) => measurePageStartup(frame, repetitions),
        peakProcessBytes: () => null,
      },
      onProgress,
    );
  } finally {
    for (const peer of peers) peer.dispose();
    gpu?.dispose();
  }
}

const machineOf = (gpu: GpuDevice | null): Machine => {
  const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  return {
    cpu: 'a processor that the browser does not name',
    cores: navigator.hardwareConcurrency,
    memoryBytes: deviceMemory === undefined ? null : deviceMemory * 2 ** 30,
    node: null,
    browser: navigator.userAgent,
    gpu: gpu?.adapterName ?? null,
    isSoftware: gpu?.isSoftware ?? null,
    webgpu: null,
  };
};

const tableElement = ({ id, title, columns, rows }: BenchTable): HTMLElement =>
  h(
    'figure',
    { id: `bench-${id}` },
    h('figcaption', {}, title),
    h(
      'div.bench-scroll',
      { tabindex: 0, role: 'region', 'aria-label': title },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...columns.map((column) => h(cellOf('th', column.align), { scope: 'col' }, column.title)),
          ),
        ),
        h(
          'tbody',
          {},
          ...rows.map((row) =>
            h('tr', {}, ...row.map((text, k) => h(cellOf('td', columns[k].align), {}, text))),
          ),
        ),
      ),
    ),
  );

const cellOf = <T extends 'th' | 'td'>(tag: T, align: 'left' | 'right'): T | `${T}.${string}` =>
  align === 'right' ? `${tag}.number` : tag;

const markdownOf = (report: BenchReport): string =>
  `${[machineLine(report), ...benchTables(report).map(tableMarkdown)].join('\n\n')}\n`;

function followSystemTheme(): void {
  const system = systemTheme();
  const show = () => {
    document.documentElement.dataset.theme = system.matches ? 'light' : 'dark';
  };
  show();
  system.addEventListener('change', show);
}
