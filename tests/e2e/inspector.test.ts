import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  launchBrowser,
  openPage,
  photograph,
  photographAtRest,
  photographUntil,
} from '../support/browser.ts';
import { runCli } from '../support/run-cli.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const START = [-2.5, -3.5];
/** A run of one large point, and its words in the address. */
const SPEC = {
  surface: { id: 'elongated-bowl' },
  optimizers: [{ id: 'adam', hyper: { lr: 0.1 } }],
  starts: { kind: 'points', points: [START] },
  steps: 10,
};
const ADDRESS =
  'surface=elongated-bowl&teams=adam(lr=0.1)&starts=points(-2.5:-3.5)&steps=10&trails=0&minima=off&size=10&speed=200';
const site = (more = '') => `${inject('siteUrl')}#${ADDRESS}${more}`;
/** The first team's colour. */
const ORANGE = [230, 159, 0] as const;
/** The middle of the scene, free of cards. */
const CENTRE = { x: 500, y: 60, width: 450, height: 600 };

type Place = readonly [number, number];

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$eval(selector, (element) => element.textContent ?? '');
const waitForText = (page: Page, selector: string, text: string) =>
  page.waitForFunction(
    (where, what) => document.querySelector(where)?.textContent?.includes(what),
    { timeout: 60_000 },
    selector,
    text,
  );
/** A number as the page writes it. */
const read = (text: string): number => Number(text.replaceAll('−', '-').replaceAll(',', ''));

/** Position and loss by the command line, at every step. */
async function traced(): Promise<{ position: [number, number][]; loss: number[] }> {
  const { stdout } = await runCli(['trace', '-'], SPEC);
  return JSON.parse(stdout).runs[0].teams[0].trajectories[0];
}

/** Columns GPU and CPU of the comparison, by row. */
const compared = (page: Page): Promise<string[][]> =>
  page.$$eval('.comparison tbody tr', (rows) =>
    rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );

describe('the inspector', () => {
  it('looks into the trajectory whose point is clicked, step by step, with the numbers of the command line', async () => {
    const { page, complaints } = await openPage(browser, site());
    await waitForText(page, '#status', '10 / 10');
    const picture = await photographUntil(
      page,
      'before-inspecting',
      (p) => p.countNear(ORANGE, 24) > 40,
      CENTRE,
    );
    const [x, y] = picture.middleOf(ORANGE, 24)!;
    await page.mouse.click(CENTRE.x + x, CENTRE.y + y);
    await waitForText(page, '.steps-label', 'step 10');
    await page.waitForFunction(() => location.hash.includes('inspect=1.1'));
    expect(await textOf(page, '.inspector-facts')).toContain('from (−2.5, −3.5)');
    expect(await textOf(page, '.arrow-key')).toContain('lengths not to scale');

    const trace = await traced();
    const at = async (step: number) => {
      await waitForText(page, '.steps-label', `step ${step}`);
      const rows = await compared(page);
      rows.slice(0, 2).forEach(([gpu, cpu, , , mark], i) => {
        for (const value of [gpu!, cpu!]) expect(read(value)).toBeCloseTo(trace.position[step]![i]!, 5);
        expect(mark).toBe('✓');
      });
      // Position and two averages.
      expect(rows).toHaveLength(6);
      const loss = / loss (\S+)/.exec(await textOf(page, '.inspector-facts'))![1]!;
      expect(read(loss) / trace.loss[step]!).toBeCloseTo(1, 3);
    };
    await at(10);
    await page.click('[aria-label^="One step back"]');
    await at(9);
    await page.keyboard.press(',');
    await at(8);
    await page.click('[aria-label^="One step forward"]');
    await at(9);
    await page.waitForFunction(() => location.hash.includes('inspect=1.1.9'));
    await page.click('[aria-label="First step"]');
    await waitForText(page, '.steps-label', 'start');
    await page.keyboard.press('.');
    await at(1);
    await photograph(page, 'inspector');
    expect(await textOf(page, '.inspector-comparison summary')).toContain('✓');
    expect(await textOf(page, '.inspector-quantities')).toContain('10 × the average');

    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !location.hash.includes('inspect'));
    await page.waitForFunction(() => !document.querySelector<HTMLElement>('.inspector-empty')?.hidden);
    expect(complaints).toEqual([]);
  });

  it('opens at the step of a link, with numbers under the symbols, on a small screen, too', async () => {
    const { page, complaints } = await openPage(browser, site('&inspect=1.1.3'), { width: 390, height: 844 });
    await waitForText(page, '.steps-label', 'step 3');
    await page.waitForFunction(() => document.querySelectorAll('.equation .number span').length > 20);
    const trace = await traced();
    const numbers = await page.$$eval('.equation .number', (places) =>
      places.map((place) => [...place.children].map((child) => child.textContent ?? '')),
    );
    // What the position was and has become; three digits are shown.
    for (const step of [2, 3]) {
      const shown = trace.position[step]!.map((value) =>
        String(Number(value.toPrecision(3))).replace('-', '−'),
      );
      expect(numbers).toContainEqual(shown);
    }
    const isWithin = await page.$eval('#dock', (dock) => dock.scrollWidth <= innerWidth);
    expect(isWithin).toBe(true);
    await photograph(page, 'inspector-390x844');
    expect(complaints).toEqual([]);
  });

  it('looks into the trajectory whose trail is clicked, and into the best of a team', async () => {
    const { page } = await openPage(
      browser,
      // Slow enough for a trail of many moments.
      `${inject('siteUrl')}#${ADDRESS.replace('trails=0', 'trails=1').replace('steps=10', 'steps=40').replace('speed=200', 'speed=10')}`,
    );
    await waitForText(page, '#status', '40 / 40');
    const shown = await photographAtRest(page, 'trail', CENTRE);
    await page.keyboard.press('1');
    const hidden = await photographUntil(page, 'no-trail', (p) => p.countNear(ORANGE, 24) < 10, CENTRE);
    await page.keyboard.press('1');
    await photographUntil(page, 'trail', (p) => p.countNear(ORANGE, 24) > 40, CENTRE);
    // Of what is gone with the team, the plainest that is clear of the point itself.
    const [x, y] = shown.middleOf(ORANGE, 10)!;
    const change = ([px, py]: Place) => Math.abs(shown.at(px, py)[2] - hidden.at(px, py)[2]);
    const places = Array.from(
      { length: 121 * 121 },
      (_, k): Place => [x - 60 + (k % 121), y - 60 + Math.floor(k / 121)],
    );
    const onTrail = places
      .filter(([px, py]) => Math.hypot(px - x, py - y) > 26)
      .reduce((best, place) => (change(place) > change(best) ? place : best));
    await page.mouse.click(CENTRE.x + onTrail[0], CENTRE.y + onTrail[1]);
    await waitForText(page, '.steps-label', 'step 40');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector<HTMLElement>('.inspector-empty')?.hidden);
    await page.click('.legend-inspect');
    await waitForText(page, '.inspector-body:not([hidden]) .steps-label', 'step 40');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.inspector-body')?.hidden);
    await page.keyboard.press('n');
    await waitForText(page, '.inspector-body:not([hidden]) .steps-label', 'step 40');
  });

  it('stays with its trajectory over a restart, and leaves with it', async () => {
    const { page } = await openPage(browser, site('&inspect=1.1'));
    await waitForText(page, '.steps-label', 'step 10');
    await page.keyboard.press('r');
    await waitForText(page, '.steps-label', 'step 10');
    expect(await page.evaluate(() => location.hash)).toContain('inspect=1.1');
    await page.evaluate(() => {
      location.hash = location.hash.replace('inspect=1.1', 'inspect=1.2');
    });
    await page.waitForFunction(() => !location.hash.includes('inspect'), { timeout: 20_000 });
  });
});
