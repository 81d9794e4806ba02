/** Work that is done by then is not worth a nap. */
const AWAKE_MS = 2;
const NAP_MS = 1;

/**
 * Makes waiting for a device's work leave the processor to others. Dawn in Node asks the device again and again, which
 * keeps a core busy: on a software adapter, a core that the work itself wants. So the thread naps between the questions.
 * @param queue changed
 */
export function dozeWhileWaiting(queue: GPUQueue): void {
  const ask = queue.onSubmittedWorkDone.bind(queue);
  const bell = new Int32Array(new SharedArrayBuffer(4));
  queue.onSubmittedWorkDone = async () => {
    const from = performance.now();
    let isDone = false;
    const nap = (): void => {
      if (isDone) return;
      if (performance.now() - from > AWAKE_MS) Atomics.wait(bell, 0, 0, NAP_MS);
      setImmediate(nap);
    };
    nap();
    try {
      return await ask();
    } finally {
      isDone = true;
    }
  };
}
