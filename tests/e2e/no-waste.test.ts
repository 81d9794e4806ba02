import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';

/** What a page has asked for since it was opened. */
interface Asked {
  submits: number;
  buffers: number;
  pipelines: number;
  frames: number;
  timers: number;
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Counts in the page, from before its first line. */
function count(): void {
  const asked: Asked = { submits: 0, buffers: 0, pipelines: 0, frames: 0, timers: 0 };
  const labels: string[] = [];
  const watch = (owner: object, name: string, kind: keyof Asked): void => {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
    Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
      asked[kind]++;
      if (kind === 'buffers') labels.push((args[0] as GPUBufferDescriptor).label ?? '');
      return original.apply(this, args);
    });
  };
  watch(GPUQueue.prototype, 'submit', 'submits');
  watch(GPUDevice.prototype, 'createBuffer', 'buffers');
  for (const name of [
    'createComputePipeline',
    'createComputePipelineAsync',
    'createRenderPipeline',
    'createRenderPipelineAsync',
  ]) {
    watch(GPUDevice.prototype, name, 'pipelines');
  }
  watch(globalThis, 'requestAnimationFrame', 'frames');
  watch(globalThis, 'setTimeout', 'timers');
  Reflect.set(globalThis, 'asked', asked);
  Reflect.set(globalThis, 'bufferLabels', labels);
}

const askedBy = (page: Page): Promise<Asked> => page.evaluate('({ ...asked })') as Promise<Asked>;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function askedDuring(page: Page, act: () => Promise<unknown>): Promise<Asked> {
  const before = await askedBy(page);
  await act();
  const after = await askedBy(page);
  return Object.fromEntries(
    Object.entries(after).map(([kind, times]) => [kind, times - before[kind as keyof Asked]]),
  ) as unknown as Asked;
}

/** What a page asks for in a second, after it asked for nothing in the one before; or what it goes on to ask for. */
async function askedAtRest(page: Page): Promise<Asked> {
  let wasAtRest = false;
  for (let tries = 0; ; tries++) {
    const asked = await askedDuring(page, () => sleep(1000));
    const isAtRest = Object.values(asked).every((times) => times === 0);
    // A busy machine may be seconds late with what was asked for before.
    if ((isAtRest && wasAtRest) || tries === 30) return asked;
    wasAtRest = isAtRest;
  }
}

const nothing: Asked = { submits: 0, buffers: 0, pipelines: 0, frames: 0, timers: 0 };

async function open(hash: string): Promise<Page> {
  const { page } = await openPage(browser, 'about:blank');
  await page.evaluateOnNewDocument(`(${count.toString()})()`);
  await page.goto(`${inject('siteUrl')}#${hash}`, { waitUntil: 'load' });
  await page.waitForFunction("/step\\s*[1-9]/.test(document.getElementById('status').textContent)", {
    timeout: 60_000,
  });
  return page;
}

it('asks for nothing while paused, finished, or out of sight, and wakes up again', async () => {
  const page = await open('surface=bowl&teams=sgd(lr=0.1)&starts=grid(100)&trails=0&steps=100000&speed=20');
  // What the first frames need, such as a second place to read into, a busy machine may be late to ask for.
  let playing = await askedDuring(page, () => sleep(1000));
  for (let tries = 0; playing.buffers + playing.pipelines > 0 && tries < 10; tries++) {
    playing = await askedDuring(page, () => sleep(1000));
  }
  expect(playing.submits).toBeGreaterThan(0);
  expect(playing.frames).toBeGreaterThan(0);
  expect(playing.buffers + playing.pipelines, 'playing takes no memory').toBe(0);

  const other = await browser.newPage();
  await other.bringToFront();
  expect(await page.evaluate(() => document.hidden)).toBe(true);
  expect(await askedAtRest(page)).toEqual(nothing);
  await other.close();
  await page.bringToFront();
  await page.waitForFunction(
    (before: number) => (Reflect.get(globalThis, 'asked') as Asked).submits > before,
    {},
    (await askedBy(page)).submits,
  );

  await page.focus('#scene');
  await page.keyboard.press('Space');
  expect(await askedAtRest(page)).toEqual(nothing);
  await page.keyboard.press('s');
  expect(
    (await askedDuring(page, () => page.keyboard.press('s').then(() => sleep(300)))).submits,
  ).toBeGreaterThan(0);
  expect(await askedAtRest(page)).toEqual(nothing);

  await page.evaluate(() => {
    location.hash = location.hash.replace('steps=100000', 'steps=30').replace('speed=20', 'speed=1000');
  });
  await page.keyboard.press('Space');
  await page.waitForFunction("/step\\s*30 /.test(document.getElementById('status').textContent)");
  expect(await askedAtRest(page)).toEqual(nothing);
  await page.close();
});

it('takes neither memory nor a compiler for another number', async () => {
  const place = (b: number, lr: number, seed: number) =>
    `surface=rosenbrock&surface.b=${b}&teams=sgd(lr=${lr})+adam(lr=0.05)&starts=normal(300)&trails=8&seed=${seed}`;
  const page = await open(place(100, 0.001, 1));
  const go = async (hash: string) => {
    await page.evaluate((next) => {
      location.hash = next;
    }, hash);
    await sleep(700);
  };
  // The second landscape takes memory of its own, so that the first stays on the screen until it is ready.
  await go(place(50, 0.001, 1));
  await go(place(100, 0.001, 1));
  await page.evaluate('bufferLabels.length = 0');
  const asked = await askedDuring(page, async () => {
    for (let k = 1; k <= 3; k++) await go(place(100 - k, 0.001 * (k + 1), k + 1));
  });
  expect(asked.submits).toBeGreaterThan(0);
  expect(await page.evaluate('bufferLabels')).toEqual([]);
  expect(asked.pipelines).toBe(0);
  await page.close();
});
