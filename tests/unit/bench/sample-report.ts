import type { BenchReport } from '../../../src/bench/report.ts';
import type { SpeedResult } from '../../../src/bench/speed.ts';
import { targetsOf } from '../../../src/bench/targets.ts';

const speed = (
  engine: string,
  stepsPerDispatch: number | null,
  million: number,
  more: Partial<SpeedResult> = {},
): SpeedResult => ({
  question: 'fusing',
  optimizer: 'adam',
  surface: 'rosenbrock',
  trajectories: 131_072,
  engine,
  stepsPerDispatch,
  perSecond: { median: million * 1e6, lowest: million * 0.9e6, highest: million * 1.1e6 },
  toPlain: million / 40,
  toCpu: million / 20,
  running: engine === 'gpu' ? 1 : null,
  samples: [million * 0.9e6, million * 1e6, million * 1.1e6],
  ...more,
});

/** A report with round numbers: plain JavaScript 40, the CPU engine 20, the GPU 30 and 240 million per second. */
export function sampleReport(isSoftware = true): BenchReport {
  const measured = {
    date: '2026-11-22T12:00:00.000Z',
    ravine: { version: '1.2.3', commit: 'abc1234' },
    machine: {
      cpu: 'Some processor',
      cores: 2,
      memoryBytes: 2 ** 34,
      node: '20.0.0',
      browser: null,
      gpu: 'Some adapter',
      isSoftware,
      webgpu: 'npm webgpu 1.0.0 (Dawn)',
    },
    workload: 'Adam on Rosenbrock',
    unit: 'trajectory-steps per second',
    results: [
      speed('plain JavaScript, float64', null, 40),
      speed('PyTorch 2.0.0', null, 6),
      speed('PyTorch 2.0.0, fused=True', null, 8),
      speed('cpu', null, 20),
      speed('gpu', 1, 30),
      speed('gpu', 256, 240),
      ...[2 ** 14, 2 ** 16, 2 ** 18, 2 ** 20, 2 ** 22].map((trajectories, k) =>
        speed('gpu', 64, 200 - 5 * k, { question: 'linearity', trajectories, toPlain: null, toCpu: null }),
      ),
    ],
    skipped: [],
    landscape: [
      {
        engine: 'gpu' as const,
        size: 1024,
        milliseconds: { median: 10, lowest: 9, highest: 11 },
        toCpu: 3,
        samples: [10],
      },
    ],
    arithmetic: null,
    pipelines: [],
    startup: [],
    memory: {
      perTrajectory: [{ optimizer: 'adam', bytes: 36 }],
      peakDeviceBytes: 2 ** 20,
      peakProcessBytes: null,
    },
    notes: [],
  };
  return { ...measured, targets: targetsOf(measured) };
}
