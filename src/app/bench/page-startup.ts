import { measureStart, type StartupResult } from '../../bench/startup.ts';
import { spreadOf } from '../../bench/statistics.ts';
import { createGpuDevice } from '../../gpu/device.ts';
import { FIRST_FRAME } from '../first-frame.ts';

/** An app that shows nothing for so long never will. */
const PATIENCE_MS = 60_000;
const POLL_MS = 20;

/**
 * The way to a device and a first step, and the app itself in a frame, from its address to the first picture of the
 * surface. Its files are in the browser's cache by the second time.
 * @param host where the frame is shown meanwhile: browsers hold back what is out of sight
 */
export async function measurePageStartup(host: HTMLElement, repetitions: number): Promise<StartupResult[]> {
  const paints: number[] = [];
  const frames: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const { firstPaint, firstFrame } = await openApp(host);
    if (firstPaint !== null) paints.push(firstPaint);
    if (firstFrame !== null) frames.push(firstFrame);
  }
  const result = (what: string, samples: number[]): StartupResult[] =>
    samples.length === 0 ? [] : [{ what, milliseconds: spreadOf(samples), samples }];
  return [
    ...result("from the app's address to its first contents, in a frame of this page", paints),
    ...result("from the app's address to the first picture of the surface, in a frame of this page", frames),
    ...(navigator.gpu ? await measureStart(() => createGpuDevice(navigator.gpu), repetitions) : []),
  ];
}

/** Milliseconds from the frame's own beginning; null where it did not get there. */
async function openApp(host: HTMLElement): Promise<{ firstPaint: number | null; firstFrame: number | null }> {
  const address = new URL(location.href);
  address.search = '';
  address.hash = '';
  const frame = document.createElement('iframe');
  frame.title = 'The app, starting';
  frame.src = address.href;
  host.replaceChildren(frame);
  const markOf = (name: string): number | null =>
    frame.contentWindow?.performance.getEntriesByName(name)[0]?.startTime ?? null;
  try {
    const deadline = performance.now() + PATIENCE_MS;
    while (markOf(FIRST_FRAME) === null && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return { firstPaint: markOf('first-contentful-paint'), firstFrame: markOf(FIRST_FRAME) };
  } finally {
    frame.remove();
  }
}
