import type { GpuDevice } from './device.ts';
import type { Readback } from './readback.ts';
import type { Scope } from './scope.ts';
import { Usage } from './usage.ts';

/**
 * How long the device works on passes, by its own clock: free of the latency that every answer of the queue has.
 *
 * ```ts
 * const watch = timing.begin(1);
 * const pass = encoder.beginComputePass({ label, ...watch?.around(0) });
 * … pass.end();
 * watch?.encode(encoder);
 * queue.submit([encoder.finish()]);
 * const [milliseconds] = (await watch?.read()) ?? [null];
 * ```
 */
export interface Timing {
  /**
   * A stopwatch for passes 0 … `passes` − 1 of one submission, at most 256. Null where the device has no clock
   * (`timestamp-query`), or where the times of `MOST_UNDER_WAY` submissions are still on their way: nobody waits for a clock.
   */
  begin(passes: number): Stopwatch | null;
}

export interface Stopwatch {
  /** Part of the descriptor of pass number `pass`. */
  around(pass: number): { timestampWrites: GPUComputePassTimestampWrites };
  /** After the last pass, before the commands are finished. */
  encode(encoder: GPUCommandEncoder): void;
  /**
   * Once the commands are submitted. Milliseconds that each pass took, in steps of 0.1 in browsers; null for one whose
   * clock ran backwards, as clocks may when a device changes its pace.
   * @throws 'device-lost'
   */
  read(): Promise<(number | null)[]>;
}

const MOST_PASSES = 256;
/** Stopwatches that run at the same time: one is read while the next runs. */
const MOST_UNDER_WAY = 2;
const TIMESTAMP_BYTES = 8;
const NANOSECONDS = 1e-6;

interface Lane {
  queries: GPUQuerySet;
  resolved: GPUBuffer;
}

/** @param scope owns the memory, which is allocated when a stopwatch is first asked for */
export function createTiming(
  { device, features }: Pick<GpuDevice, 'device' | 'features'>,
  scope: Scope,
  readback: Readback,
): Timing {
  const free: Lane[] = [];
  let made = 0;

  const makeLane = (): Lane | null => {
    if (made === MOST_UNDER_WAY) return null;
    made++;
    const count = 2 * MOST_PASSES;
    const queries = device.createQuerySet({ label: `${scope.label} clock`, type: 'timestamp', count });
    scope.onDispose(() => queries.destroy());
    const usage = Usage.queryResolve | Usage.copySrc;
    return { queries, resolved: scope.buffer('clock', count * TIMESTAMP_BYTES, usage) };
  };

  return {
    begin(passes) {
      if (!features.has('timestamp-query') || passes > MOST_PASSES) return null;
      const lane = free.pop() ?? makeLane();
      if (lane === null) return null;
      const { queries, resolved } = lane;
      let collect: () => Promise<ArrayBuffer[]>;
      return {
        around: (pass) => ({
          timestampWrites: {
            querySet: queries,
            beginningOfPassWriteIndex: 2 * pass,
            endOfPassWriteIndex: 2 * pass + 1,
          },
        }),
        encode(encoder) {
          encoder.resolveQuerySet(queries, 0, 2 * passes, resolved, 0);
          collect = readback.encode(encoder, [{ buffer: resolved, size: 2 * passes * TIMESTAMP_BYTES }]);
        },
        async read() {
          const [copy] = await collect();
          free.push(lane);
          const times = new BigInt64Array(copy!);
          return Array.from({ length: passes }, (_, pass) => {
            const elapsed = Number(times[2 * pass + 1]! - times[2 * pass]!) * NANOSECONDS;
            return elapsed < 0 ? null : elapsed;
          });
        },
      };
    },
  };
}
