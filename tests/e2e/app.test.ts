import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  launchBrowser,
  openPage,
  photograph,
  photographAtRest,
  photographUntil,
} from '../support/browser.ts';

/** Small enough for the software adapter: the pictures change several times a second. */
const SMALL = 'starts=grid(400)&trails=0';
const site = (hash = '') => `${inject('siteUrl')}${hash === '' ? '' : `#${hash}`}`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const page of await browser.pages()) await page.close().catch(() => {});
  await browser.newPage(); // the last page keeps the browser alive
});

/** Step number in the status bar. */
const stepOf = (page: Page): Promise<number> =>
  page.$eval('#status', (bar) =>
    Number(/([\d,]+) \/ /.exec(bar.textContent ?? '')?.[1]?.replaceAll(',', '')),
  );

async function waitForStep(page: Page, atLeast: number): Promise<void> {
  await page.waitForFunction(
    (least) => {
      const text = document.getElementById('status')?.textContent ?? '';
      return Number(/([\d,]+) \/ /.exec(text)?.[1]?.replaceAll(',', '')) >= least;
    },
    { timeout: 60_000, polling: 100 },
    atLeast,
  );
}

/** The middle of the scene, free of cards at 1280 × 720. */
const CENTRE = { x: 430, y: 120, width: 500, height: 320 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const isDrawn = (colours: number) => (picture: { distinctColours(): number }) =>
  picture.distinctColours() > colours;

async function pause(page: Page): Promise<void> {
  await page.focus('#scene');
  const isPlaying = await page.$eval('.run-button', (button) => button.textContent?.includes('Pause'));
  if (isPlaying) await page.keyboard.press('Space');
  await page.waitForFunction(() => !document.querySelector('.run-button')?.textContent?.includes('Pause'));
  await photographAtRest(page, 'pausing', CENTRE);
}

describe('the first visit', () => {
  it('opens on a race that is already moving, without a complaint', async () => {
    const { page, complaints } = await openPage(browser, site());
    await waitForStep(page, 1);
    // A surface with a colour map, lit, under points of three colours: a blank or flat canvas has a handful.
    const first = await photographUntil(page, 'opening-dark-1280x720', isDrawn(500));
    expect(first.distinctColours()).toBeGreaterThan(500);
    const later = await photographUntil(
      page,
      'opening-later',
      (picture) => picture.differenceFrom(first) > 0.01,
    );
    expect(later.differenceFrom(first)).toBeGreaterThan(0.01);
    expect(await page.$$eval('.legend-row', (rows) => rows.length)).toBeGreaterThanOrEqual(3);
    const status = await page.$eval('#status', (bar) => bar.textContent ?? '');
    expect(status).toMatch(/software/i);
    expect(status).toContain('30,000');
    expect(await page.evaluate(() => location.hash)).toBe('');
    expect(complaints).toEqual([]);
  });

  it.each([
    ['light', 1280, 720],
    ['dark', 390, 844],
    ['light', 390, 844],
  ] as const)('is drawn in %s at %i × %i', async (theme, width, height) => {
    const { page, complaints } = await openPage(browser, site(), { theme, width, height });
    await waitForStep(page, 2);
    const picture = await photographUntil(page, `opening-${theme}-${width}x${height}`, isDrawn(400));
    expect(picture.distinctColours()).toBeGreaterThan(400);
    const corner = picture.at(4, picture.height - 4);
    const brightness = (corner[0] + corner[1] + corner[2]) / 3;
    if (theme === 'light') expect(brightness).toBeGreaterThan(170);
    else expect(brightness).toBeLessThan(70);
    expect(complaints).toEqual([]);
  });

  it('lays out its cards without overlap at 1280 × 720, and without sideways scrolling at 390', async () => {
    const { page } = await openPage(browser, site(SMALL.replace('starts', 'surface=bowl&starts')));
    await waitForStep(page, 1);
    const boxes = await page.$$eval('#header, #legend, #dock, #panel, #status', (cards) =>
      cards.map((card) => {
        const { left, top, right, bottom } = card.getBoundingClientRect();
        return { id: card.id, left, top, right, bottom };
      }),
    );
    expect(boxes).toHaveLength(5);
    for (const [i, a] of boxes.entries()) {
      expect(a.right - a.left, a.id).toBeGreaterThan(0);
      expect(
        a.left >= 0 && a.top >= 0 && a.right <= 1280 && a.bottom <= 720,
        `${a.id} is on the screen`,
      ).toBe(true);
      for (const b of boxes.slice(i + 1)) {
        const isApart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(isApart, `${a.id} and ${b.id} are apart`).toBe(true);
      }
    }
    await page.setViewport({ width: 390, height: 844 });
    await sleep(300);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});

describe('the swarm', () => {
  it('leaves another number of trails when asked to', async () => {
    const { page, complaints } = await openPage(browser, site(`surface=himmelblau&${SMALL}&speed=20`));
    await waitForStep(page, 2);
    const hash = await page.evaluate(() => location.hash.replace('trails=0', 'trails=16'));
    await page.evaluate((next) => {
      location.hash = next;
    }, hash);
    await waitForStep(page, 2);
    expect(await page.evaluate(() => location.hash)).toBe(hash);
    expect(complaints).toEqual([]);
  });
  it('moves while playing, rests while paused, and takes single steps', async () => {
    const { page } = await openPage(browser, site(`surface=himmelblau&${SMALL}&speed=20`));
    await waitForStep(page, 2);
    await pause(page);
    const step = await stepOf(page);
    const still = await photograph(page, 'paused', CENTRE);
    await sleep(800);
    expect((await photograph(page, 'paused-later', CENTRE)).differenceFrom(still)).toBeLessThan(0.001);
    await page.keyboard.press('s');
    await waitForStep(page, step + 1);
    await sleep(500);
    expect(await stepOf(page)).toBe(step + 1);
    for (let i = 0; i < 10; i++) await page.keyboard.press('s');
    await waitForStep(page, step + 11);
    expect((await photographAtRest(page, 'stepped', CENTRE)).differenceFrom(still)).toBeGreaterThan(0.002);
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.querySelector('.run-button')?.textContent?.includes('Pause'));
  });

  it('is drawn in its team’s colour, and not while the team is hidden', async () => {
    const { page } = await openPage(
      browser,
      site(`surface=bowl&teams=adam(lr=0.02)&${SMALL}&size=6&minima=off`),
    );
    await waitForStep(page, 2);
    await pause(page);
    const orange: [number, number, number] = [230, 159, 0];
    const shown = await photographAtRest(page, 'team-shown', CENTRE);
    expect(shown.countNear(orange, 24)).toBeGreaterThan(200);
    await page.keyboard.press('1');
    const hidden = await photographUntil(
      page,
      'team-hidden',
      (picture) => picture.countNear(orange, 24) < shown.countNear(orange, 24) / 20,
      CENTRE,
    );
    expect(hidden.countNear(orange, 24)).toBeLessThan(shown.countNear(orange, 24) / 20);
    await page.waitForFunction(() => location.hash.includes('hidden=1')); // written when changes have settled
    await page.click('.legend-row');
    const again = await photographUntil(
      page,
      'team-again',
      (picture) => picture.countNear(orange, 24) > 200,
      CENTRE,
    );
    expect(again.countNear(orange, 24)).toBeGreaterThan(200);
  });

  it('converges, and the legend and the button say so', async () => {
    const { page } = await openPage(
      browser,
      site(`surface=bowl&teams=sgd(lr=0.1)&${SMALL}&stop.gradient=0.01&steps=200&speed=1000`),
    );
    await page.waitForFunction(
      () => document.querySelector('.run-button')?.textContent?.includes('Run again'),
      {
        timeout: 60_000,
      },
    );
    await sleep(500);
    const legend = () => page.$eval('.legend-row', (row) => row.textContent);
    expect(await legend()).toContain('100 % converged');
    await page.keyboard.press('1');
    await page.waitForSelector('.legend-row[aria-pressed=false]');
    // Nothing runs any more that would tell it again.
    expect(await legend()).toContain('100 % converged');
    await page.click('.run-button');
    await page.waitForFunction(() => document.querySelector('.run-button')?.textContent?.includes('Pause'));
  });
});

describe('the address', () => {
  it('restores a scene, and carries changes back and forward', async () => {
    const { page } = await openPage(
      browser,
      site(`surface=rosenbrock&surface.b=10&teams=sgd(lr=0.001)+adam(lr=0.05)&${SMALL}&height=rank`),
    );
    await waitForStep(page, 1);
    expect(await page.$$eval('.legend-row', (rows) => rows.map((row) => row.textContent))).toHaveLength(2);
    expect(await page.$eval('#header', (header) => header.textContent)).toContain('Rosenbrock');
    const before = await photographUntil(page, 'rosenbrock-rank', isDrawn(100), CENTRE);

    await page.select('#panel select', 'ackley');
    await page.waitForFunction(() => location.hash.includes('surface=ackley'), { timeout: 20_000 });
    await page.waitForFunction(() => document.getElementById('header')?.textContent?.includes('Ackley'));
    const isOther = (picture: typeof before) => picture.differenceFrom(before) > 0.1;
    expect(isOther(await photographUntil(page, 'ackley', isOther, CENTRE))).toBe(true);

    await page.goBack();
    await page.waitForFunction(() => location.hash.includes('surface=rosenbrock'));
    await page.waitForFunction(() => document.getElementById('header')?.textContent?.includes('Rosenbrock'));
    await page.goForward();
    await page.waitForFunction(() => document.getElementById('header')?.textContent?.includes('Ackley'));
  });

  it('reports what is wrong with it and uses the default', async () => {
    const { page } = await openPage(
      browser,
      site(`surface=nowhere&${SMALL}&teams=adam(lr=-1)&speed=fast&what=1`),
    );
    await page.waitForSelector('.toast.problem');
    const text = await page.$$eval('.toast', (toasts) => toasts.map((toast) => toast.textContent).join(' '));
    for (const word of ['nowhere', 'lr', 'speed', 'what']) expect(text).toContain(word);
    await waitForStep(page, 1);
  });
});

describe('the formula box', () => {
  const type = async (page: Page, text: string) => {
    await page.click('#formula-input', { count: 3 });
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.type('#formula-input', text);
    await sleep(600);
  };

  it('shows a mistake under it and keeps the old surface; a valid formula replaces it', async () => {
    const { page, complaints } = await openPage(browser, site(`surface=bowl&${SMALL}`));
    await waitForStep(page, 1);
    await type(page, 'x^2 + (y');
    expect(await page.$eval('#formula-problem', (element) => element.textContent)).toMatch(/position/);
    expect(await page.evaluate(() => location.hash)).toContain('surface=bowl');
    await type(page, 'x^2 + k*y^4');
    expect(await page.$eval('#formula-problem', (element) => (element as HTMLElement).hidden)).toBe(true);
    await page.waitForFunction(() => decodeURIComponent(location.hash).includes('k*y^4'));
    expect(await page.evaluate(() => location.hash)).toContain('surface.k=1');
    await waitForStep(page, 1);
    expect(complaints).toEqual([]);
  });

  it('survives formulas that are nowhere finite', async () => {
    const { page, complaints } = await openPage(
      browser,
      site(`formula=${encodeURIComponent('log(-1-x^2)')}&${SMALL}`),
    );
    await page.waitForFunction(() =>
      document.querySelector('.legend-row')?.textContent?.includes('non-finite'),
    );
    await photograph(page, 'nowhere-finite');
    expect(complaints).toEqual([]);
  });
});

describe('the camera', () => {
  it('looks straight down with t, and an address that does so opens that way', async () => {
    // Without the swarm, which would move on: the surface is what a camera is seen by.
    const { page } = await openPage(browser, site(`surface=himmelblau&${SMALL}&hidden=1`));
    await waitForStep(page, 1);
    await pause(page);
    const fromTheSide = await photographAtRest(page, 'side-view', CENTRE);
    await page.keyboard.press('t');
    await page.waitForFunction(() => location.hash.includes('camera='), { timeout: 20_000 });
    const fromAbove = await photographAtRest(page, 'top-view', CENTRE);
    expect(fromAbove.differenceFrom(fromTheSide)).toBeGreaterThan(0.2);
    const opened = await openPage(browser, page.url());
    await waitForStep(opened.page, 1);
    await pause(opened.page);
    const again = await photographAtRest(opened.page, 'top-view-opened', CENTRE);
    expect(again.distinctColours()).toBeGreaterThan(150);
    expect(again.differenceFrom(fromAbove, 40)).toBeLessThan(0.01);
  });
});

describe('the pointer', () => {
  it('shows facts under it, drops a start with a click of the drop tool, and paints with the brush', async () => {
    const { page } = await openPage(browser, site(`surface=elongated-bowl&${SMALL}&camera=0,89,3,0,0,0`));
    await waitForStep(page, 1);
    await pause(page);
    await page.mouse.move(640, 330);
    await page.mouse.move(642, 332);
    await page.waitForFunction(() => !document.getElementById('hover')?.hidden);
    const card = await page.$eval('#hover', (element) => element.textContent ?? '');
    expect(card).toContain('curves up in every direction');
    await photograph(page, 'hover');

    await page.$eval('#panel input[value="drop"]', (radio) => (radio as HTMLInputElement).click());
    await page.mouse.click(642, 332);
    await page.waitForFunction(() => location.hash.includes('points('), { timeout: 10_000 });
    await page.mouse.click(600, 300);
    await page.waitForFunction(() => /points\([^,)]+,[^,)]+\)/.test(decodeURIComponent(location.hash)));
    await photograph(page, 'dropped');

    await page.$eval('#panel input[value="brush"]', (radio) => (radio as HTMLInputElement).click());
    await page.mouse.move(560, 280);
    await page.mouse.down();
    await page.mouse.move(620, 340, { steps: 6 });
    await photograph(page, 'brushing');
    await page.mouse.up();
    await page.waitForFunction(() => {
      const [, trajectories] =
        /([\d,]+)\s*traj/.exec(document.getElementById('status')?.textContent ?? '') ?? [];
      return Number(trajectories?.replaceAll(',', '')) > 50;
    });
    await page.keyboard.press('Escape'); // back to the camera
  });
});

describe('the check', () => {
  it('compares the run with the CPU and finds it consistent', async () => {
    const { page, complaints } = await openPage(
      browser,
      site(`surface=himmelblau&teams=adam(lr=0.02)&${SMALL}&steps=200`),
    );
    await waitForStep(page, 1);
    await pause(page);
    await page.click('[aria-label="Check this run against the CPU"]');
    await page.waitForSelector('.verdict', { timeout: 90_000 });
    const text = await page.$eval('#check-dialog, dialog[open]', (dialog) => dialog.textContent ?? '');
    expect(text).toContain('Consistent');
    expect(text).toContain('position');
    await photograph(page, 'check');
    expect(complaints).toEqual([]);
  });
});
