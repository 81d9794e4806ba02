import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { dozeWhileWaiting } from '../../../src/cli/doze.ts';

const queueOf = (work: () => Promise<undefined>) => {
  const queue = { onSubmittedWorkDone: work } as unknown as GPUQueue;
  dozeWhileWaiting(queue);
  return queue;
};

it('naps while the device works, and stops when it is done', async () => {
  const nap = Atomics.wait;
  let naps = 0;
  Atomics.wait = ((...args: Parameters<typeof nap>) => {
    naps++;
    return nap(...args);
  }) as typeof nap;
  try {
    await queueOf(() => sleep(50)).onSubmittedWorkDone();
    // Each a millisecond, and the system's own time to wake up.
    expect(naps).toBeGreaterThan(3);
    const then = naps;
    await sleep(20);
    expect(naps).toBe(then);
  } finally {
    Atomics.wait = nap;
  }
});

it('passes on what goes wrong', async () => {
  await expect(queueOf(() => Promise.reject(new Error('lost'))).onSubmittedWorkDone()).rejects.toThrow(
    'lost',
  );
});
