import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openPage, photograph } from '../support/browser.ts';

/** Small enough for the software adapter, and not running, so that the page answers at once. */
const SPEC = 'surface=bowl&teams=sgd(lr=0.1)&starts=grid(100)&steps=400&trails=0&speed=1';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function openChart(schedule: string, size?: { width: number; height: number }) {
  const opened = await openPage(browser, `${inject('siteUrl')}#${SPEC}&schedule=${schedule}`, size);
  const { page } = opened;
  await page.waitForSelector('#dock .tab');
  if (size !== undefined) await page.$$eval('.sheet-tabs .tab', (tabs) => (tabs[1] as HTMLElement).click());
  await page.$$eval('#dock .tab', (tabs) =>
    (tabs.find(({ textContent }) => textContent === 'Schedule') as HTMLElement).click(),
  );
  await page.waitForSelector('.schedule-line');
  return opened;
}

/** Middle of a handle, CSS pixels of the page. */
const placeOf = (page: Page, handle: number) =>
  page.$$eval(
    '.schedule-handle .knob',
    (knobs, index) => {
      const { x, y, width, height } = knobs[index]!.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    },
    handle,
  );

const scheduleOf = (page: Page) =>
  page.evaluate(() => /schedule=([^&]*)/.exec(decodeURIComponent(location.hash))?.[1] ?? '');

const waitForSchedule = (page: Page, pattern: string) =>
  page.waitForFunction((text) => new RegExp(text).test(decodeURIComponent(location.hash)), {}, pattern);

describe('the chart of the schedule', () => {
  it('is dragged, undone by going back, and moved with the arrow keys', async () => {
    const { page, complaints } = await openChart('cosine(total=400)');
    await waitForSchedule(page, 'cosine\\(total=400\\)');
    const end = await placeOf(page, 1);
    const start = await placeOf(page, 0);
    await page.mouse.move(end.x, end.y);
    await page.mouse.down();
    // Three quarters of the way along, and half of the way up.
    const to = { x: start.x + 0.75 * (end.x - start.x), y: (start.y + end.y) / 2 };
    await page.mouse.move(to.x, to.y, { steps: 4 });
    await page.mouse.up();
    await waitForSchedule(page, 'total=(299|300|301),final=0\\.(49|5|51)');
    const dragged = await placeOf(page, 1);
    expect(Math.hypot(dragged.x - to.x, dragged.y - to.y)).toBeLessThan(2);
    expect(await page.$eval('.schedule-rest', ({ textContent }) => textContent)).toMatch(
      /^From step (299|300|301) on: lr × 0\.(49|5)/,
    );
    await photograph(page, 'schedule-dragged');

    await page.goBack();
    await page.waitForFunction(
      (x) =>
        Math.abs(document.querySelectorAll('.schedule-handle .knob')[1]!.getBoundingClientRect().x + 5 - x) <
        3,
      {},
      end.x,
    );
    expect(await scheduleOf(page)).toBe('cosine(total=400)');

    await page.$eval('.schedule-handle:nth-child(2)', (handle) => (handle as SVGElement).focus());
    await page.keyboard.press('ArrowLeft');
    await waitForSchedule(page, 'total=396');
    await page.keyboard.press('ArrowUp');
    await waitForSchedule(page, 'final=0\\.01');
    expect(complaints).toEqual([]);
  });

  it('reads off the rate at the pointer and shows other schedules beside it', async () => {
    const { page } = await openChart('step(every=200)', { width: 390, height: 844 });
    const middle = await page.$eval('.schedule-picture', (picture) => {
      const { x, y, width, height } = picture.getBoundingClientRect();
      return { x: x + 0.8 * width, y: y + height / 2 };
    });
    await page.mouse.move(middle.x, middle.y);
    // After the first drop, and before the second.
    await page.waitForFunction(() =>
      /step 3\d\d\s*0\.01$/.test(document.querySelector('.schedule .curves-readout')?.textContent ?? ''),
    );
    expect(await page.$$eval('.schedule-ghost', (ghosts) => ghosts.length)).toBe(0);
    await page.click('.compare-button');
    await page.click('.compare-row:has(input[value=cosine])');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('.schedule-name')?.textContent === 'Cosine');
    expect(await page.$eval('.compare-list', (list) => getComputedStyle(list).display)).toBe('none');
    // It is no part of the run.
    expect(await scheduleOf(page)).toBe('step(every=200)');
    await photograph(page, 'schedule-compared-390x844');
  });
});
