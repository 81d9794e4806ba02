import type { GpuDevice } from '../gpu/device.ts';
import { createLayout } from '../gpu/layout.ts';
import { createPipelines } from '../gpu/pipelines.ts';
import { createReadback } from '../gpu/readback.ts';
import { createScope } from '../gpu/scope.ts';
import { SWARM_USAGE, UNIFORM_USAGE } from '../gpu/usage.ts';
import { wgslFiles } from '../gpu/wgsl-files.ts';
import { runOnce, upload } from '../gpu/workbench.ts';
import {
  type ArithmeticKind,
  arithmeticKinds,
  type OperationCount,
  operationsOfOptimizer,
  operationsOfSurface,
  sumOf,
} from './count-operations.ts';
import { type Spread, spreadOf } from './statistics.ts';
import { planOf } from './workload.ts';

/** How fast the device's own arithmetic is, and what follows from it for Adam on Rosenbrock. */
export interface ArithmeticResult {
  /** Float32 operations per second of each kind, when nothing else is done. */
  perSecond: Readonly<Record<ArithmeticKind, Spread>>;
  /** Of one trajectory in one step, counted from the kernel's text. */
  operations: OperationCount;
  /** Trajectory-steps per second if those were all that there is to do, one after the other. */
  bound: number;
}

/** Enough to fill any device. */
const THREADS = 2 ** 16;
const ROUNDS_AT_FIRST = 16;

/** What each kind is done with, so that values stay far from where arithmetic gets slow: tiny, huge, infinite. */
const links: Readonly<Record<ArithmeticKind, { expression: string; operand: number }>> = {
  addition: { expression: 'a + b', operand: 1e-3 },
  multiplication: { expression: 'a * b', operand: 1 - 2 ** -23 },
  division: { expression: 'a / b', operand: 1 - 2 ** -23 },
  root: { expression: 'sqrt(a)', operand: 0 },
};

/** Eight chains in a thread, since an operation may begin long before the one before it is done; each this long a round. */
const LINKS = 8;
const OPERATIONS_PER_ROUND = 8 * LINKS;

const chainsLayout = createLayout('Chains', [{ name: 'rounds', type: 'u32' }, 'operand']);

const chainsWgsl = (expression: string): string => `${chainsLayout.wgsl}
@group(0) @binding(0) var<uniform> chains: Chains;
@group(0) @binding(1) var<storage, read_write> ends: array<vec4f>;

fn link(a: vec4f, b: vec4f) -> vec4f { return ${expression}; }

@compute @workgroup_size(64)
fn pull(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= arrayLength(&ends)) { return; }
  let b = vec4f(chains.operand);
  var one = vec4f(1.0, 2.0, 3.0, 4.0) + f32(i % 64u);
  var two = one + 5.0;
  for (var k = 0u; k < chains.rounds; k++) {
${'    one = link(one, b);\n    two = link(two, b);\n'.repeat(LINKS)}  }
  ends[i] = one + two;
}
`;

/** @param gpu borrowed */
export async function measureArithmetic(
  gpu: GpuDevice,
  { repetitions, sampleSeconds }: { repetitions: number; sampleSeconds: number },
  onProgress: (fraction: number, text: string) => void,
): Promise<ArithmeticResult> {
  const scope = createScope(gpu, 'arithmetic');
  try {
    const samples = await samplesOf(gpu, scope, repetitions, sampleSeconds, onProgress);
    const perSecond = Object.fromEntries(
      arithmeticKinds.map((kind) => [kind, spreadOf(samples[kind])]),
    ) as Record<ArithmeticKind, Spread>;
    const operations = operationsOfAdam();
    const seconds = arithmeticKinds.reduce((sum, kind) => sum + operations[kind] / perSecond[kind].median, 0);
    return { perSecond, operations, bound: 1 / seconds };
  } finally {
    scope.dispose();
  }
}

/** Of Adam on Rosenbrock. */
export function operationsOfAdam(): OperationCount {
  const { surface } = planOf({ optimizer: 'adam', surface: 'rosenbrock', trajectories: 1 });
  // Rosenbrock has no functions that would be many operations.
  return sumOf(
    operationsOfSurface(surface.compiled)!,
    operationsOfOptimizer(wgslFiles['optimizers/adam.wgsl']),
  );
}

async function samplesOf(
  gpu: GpuDevice,
  scope: ReturnType<typeof createScope>,
  repetitions: number,
  sampleSeconds: number,
  onProgress: (fraction: number, text: string) => void,
): Promise<Record<ArithmeticKind, number[]>> {
  const { device } = gpu;
  const readback = createReadback(gpu, scope);
  const pipelines = createPipelines(gpu);
  const ends = scope.buffer('ends', 16 * THREADS, SWARM_USAGE);
  const timed = await Promise.all(
    arithmeticKinds.map(async (kind) => {
      const { expression, operand } = links[kind];
      const kernel = await pipelines.get(
        {
          label: `chains of ${kind}`,
          sections: [{ name: 'generated/chains.wgsl', text: chainsWgsl(expression) }],
          bindings: ['uniform', 'write'],
        },
        'pull',
      );
      const uniform = upload(gpu, scope, 'chains', chainsLayout.pack({ rounds: 1, operand }), UNIFORM_USAGE);
      const group = kernel.bind('chains', [uniform, ends]);
      const seconds = async (rounds: number): Promise<number> => {
        device.queue.writeBuffer(uniform, 0, chainsLayout.pack({ rounds, operand }));
        await device.queue.onSubmittedWorkDone();
        const from = performance.now();
        runOnce(gpu, kernel, group, THREADS);
        await device.queue.onSubmittedWorkDone();
        return (performance.now() - from) / 1000;
      };
      return { kind, seconds, rounds: ROUNDS_AT_FIRST };
    }),
  );
  for (const one of timed) {
    for (let seconds = 0; seconds < sampleSeconds / 2; ) {
      seconds = await one.seconds(one.rounds);
      one.rounds = Math.ceil(one.rounds * Math.min(16, sampleSeconds / seconds));
    }
  }
  const samples: Record<ArithmeticKind, number[]> = {
    addition: [],
    multiplication: [],
    division: [],
    root: [],
  };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    onProgress(repetition / repetitions, `turn ${repetition + 1} of ${repetitions}`);
    for (const { kind, seconds, rounds } of timed) {
      samples[kind].push((THREADS * rounds * OPERATIONS_PER_ROUND) / (await seconds(rounds)));
    }
  }
  // What nobody reads could be left out.
  await readback.read([{ buffer: ends }]);
  return samples;
}
