import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import { createCpuEngine } from '../../src/reference/cpu-engine.ts';
import { encodeState } from '../../src/state/permalink.ts';
import { defaultView } from '../../src/state/view-defaults.ts';
import { launchBrowser, openPage, photographAtRest, photographUntil } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const SPEC = parseRunSpec({
  surface: { id: 'himmelblau' },
  optimizers: [
    { id: 'momentum', hyper: { lr: 0.00025 } },
    { id: 'adam', hyper: { lr: 0.015 } },
  ],
  starts: { kind: 'grid', count: 400 },
  steps: 150,
  stop: { gradientNorm: 0.01 },
});
const HASH = encodeState({ spec: SPEC, view: { ...defaultView, speed: 200, trails: 0 } });
/** The middle of the scene, free of cards. */
const CENTRE = { x: 400, y: 120, width: 540, height: 520 };
/** The second team's colour: the first has gathered in its minima. */
const BLUE = [86, 180, 233] as const;

const waitForText = (page: Page, selector: string, text: string) =>
  page.waitForFunction(
    (where, what) => document.querySelector(where)?.textContent?.includes(what),
    { timeout: 60_000 },
    selector,
    text,
  );
const textOf = (page: Page, selector: string) => page.$eval(selector, (element) => element.textContent ?? '');

/** Runs before anything of the page does, as browsers without WebGPU are. */
const withoutGpu = (page: Page) =>
  page.evaluateOnNewDocument(() => {
    Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
  });

/** Chromium says once that it would rather not draw in software. */
const isOurs = (complaint: string) => !complaint.includes('software WebGL');

describe('in a browser without WebGPU', () => {
  it('computes on the CPU, draws the picture that WebGPU draws, and says so', async () => {
    const { page, complaints } = await openPage(browser, `${inject('siteUrl')}#${HASH}`, {
      prepare: withoutGpu,
    });
    await waitForText(page, '#status', '150 / 150');
    await waitForText(page, '.run-button', 'Run again');
    expect(await textOf(page, '#status')).toMatch(/CPU, float64, \d+ workers?/);

    const engine = createCpuEngine();
    const run = await engine.createRun(planRun(SPEC));
    run.advance(SPEC.steps);
    const shares = (await run.summarize()).map(({ counts }) => [counts[1], counts[0]]);
    expect(shares[0]![0]).toBeGreaterThan(0);
    const shown = await page.$$eval('.legend-row', (rows) =>
      rows.map((row) =>
        ['.bar-converged', '.bar-running'].map((part) =>
          Number.parseFloat(row.querySelector<HTMLElement>(part)!.style.width),
        ),
      ),
    );
    expect(shown).toEqual(shares.map((counts) => counts.map((count) => count / 4)));

    const picture = await photographAtRest(page, 'without-webgpu', CENTRE);
    expect(picture.countNear(BLUE, 24)).toBeGreaterThan(50);
    const other = await openPage(browser, `${inject('siteUrl')}#${HASH}`);
    await waitForText(other.page, '#status', '150 / 150');
    const same = await photographUntil(
      other.page,
      'with-webgpu',
      (seen) => seen.differenceFrom(picture) < 0.005,
      CENTRE,
    );
    // Single pixels along edges.
    expect(same.differenceFrom(picture)).toBeLessThan(0.005);
    expect(complaints.filter(isOurs)).toEqual([]);
    await other.page.close();
  });

  it('looks into trajectories, without comparing them with themselves, and says why it is so', async () => {
    const { page, complaints } = await openPage(browser, `${inject('siteUrl')}?engine=cpu#${HASH}`);
    await waitForText(page, '#status', '150 / 150');
    await page.keyboard.press('n');
    await waitForText(page, '.steps-label', 'step ');
    await page.waitForFunction(() => document.querySelectorAll('.equation .number span').length > 5);
    expect(await page.$eval('.inspector-comparison', (part) => (part as HTMLElement).hidden)).toBe(true);

    await page.click('#header [title^="Check this run"]');
    await waitForText(page, '.check-dialog', 'nothing to check');
    await page.keyboard.press('Escape');
    await page.click('.status-device button');
    await waitForText(page, '.toast', 'engine=cpu');

    await page.evaluate(() => {
      const canvas = document.getElementById('scene') as HTMLCanvasElement;
      canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!.loseContext();
    });
    await waitForText(page, '.toast.problem', 'lost');
    await waitForText(page, '#status', '150 / 150');
    const again = await photographUntil(
      page,
      'webgl-recovered',
      (picture) => picture.countNear(BLUE, 24) > 50,
      CENTRE,
    );
    expect(again.countNear(BLUE, 24)).toBeGreaterThan(50);
    expect(complaints.filter(isOurs).filter((text) => !/context|Context/.test(text))).toEqual([]);
    await page.close();
  });
});

describe('when the device is lost again and again', () => {
  it('leaves it to the CPU', async () => {
    const { page } = await openPage(browser, `${inject('siteUrl')}#${HASH}`, {
      prepare: (opened) =>
        opened.evaluateOnNewDocument(() => {
          const losses: (() => void)[] = [];
          const promises = new WeakMap<object, Promise<unknown>>();
          Object.defineProperty(GPUDevice.prototype, 'lost', {
            get() {
              const known = promises.get(this);
              if (known !== undefined) return known;
              const promise = new Promise((resolve) => {
                losses.push(() => resolve({ reason: 'unknown', message: `planted ${losses.length}` }));
              });
              promises.set(this, promise);
              return promise;
            },
          });
          Object.assign(window, { devices: () => losses.length, loseDevice: () => losses.at(-1)!() });
        }),
    });
    for (const times of [1, 2, 3, 4]) {
      await page.waitForFunction(
        (devices) => (window as unknown as { devices(): number }).devices() === devices,
        { timeout: 60_000 },
        times,
      );
      expect(await textOf(page, '.status-adapter'), `after ${times - 1} losses`).not.toContain('CPU');
      await page.evaluate(() => (window as unknown as { loseDevice(): void }).loseDevice());
      const end = times < 4 ? 'It is back' : 'The CPU takes over';
      await waitForText(page, '.toasts', `(planted ${times}). ${end}`);
    }
    await waitForText(page, '.status-adapter', 'CPU');
    await waitForText(page, '#status', '150 / 150');
    await page.click('.status-device button');
    await waitForText(page, '.toast.info', 'lost 4 times');
    await page.close();
  });
});
