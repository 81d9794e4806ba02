import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openPage, photograph } from '../support/browser.ts';

/** Two teams of one optimizer, of which one is far too fast; paused, so that the software adapter has nothing else to do. */
const TEAMS = 'surface=bowl&teams=sgd(lr=0.1)+sgd(lr=3)+adam(lr=0.2)&starts=grid(400)&trails=0&steps=60';
const site = (hash: string) => `${inject('siteUrl')}#${hash}`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const page of await browser.pages()) await page.close().catch(() => {});
  await browser.newPage(); // the last page keeps the browser alive
});

async function openComparison(hash = TEAMS, size = {}): Promise<{ page: Page; complaints: string[] }> {
  const { page, complaints } = await openPage(browser, site(hash), size);
  await selectComparison(page);
  return { page, complaints };
}

/** Once the page has a device; on a narrow screen the dock is behind a tab of its own. */
async function selectComparison(page: Page): Promise<void> {
  await page.waitForSelector('.run-button');
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('.sheet-tabs [aria-controls="dock"]')?.click();
  });
  await press(page, 'Compare');
  // Its code is loaded when it is first shown.
  await page.waitForSelector('#contest-race', { visible: true });
}

/** Presses the visible button of that name. */
const press = (page: Page, name: string): Promise<void> =>
  page.evaluate((text) => {
    const found = [...document.querySelectorAll<HTMLButtonElement>('#dock button')].find(
      (button) => button.offsetParent !== null && button.textContent?.trim() === text,
    );
    if (found === undefined) throw new Error(`There is no button ${text}.`);
    found.click();
  }, name);

const finished = (page: Page) =>
  page.waitForFunction(() => document.querySelector<HTMLElement>('.contest-job')?.hidden, {
    timeout: 90_000,
    polling: 100,
  });

/** Texts of a table's first column and of another, row by row. */
const columnsOf = (page: Page, of: string, title: string): Promise<[string, string][]> =>
  page.$eval(
    `#contest-${of} table`,
    (table, name) => {
      const titles = [...table.querySelectorAll('thead th')].map((cell) => cell.textContent);
      const at = titles.indexOf(name);
      return [...table.querySelectorAll('tbody tr')].map((row): [string, string] => [
        row.children[0]?.textContent ?? '',
        row.children[at]?.firstChild?.textContent ?? '',
      ]);
    },
    title,
  );

const textOf = (page: Page, selector: string): Promise<string> =>
  page.$$eval(selector, (elements) =>
    elements
      .filter((element) => (element as HTMLElement).offsetParent !== null)
      .map((element) => element.textContent)
      .join(' '),
  );

describe('a race', () => {
  it('fills a table that sorts, copies, and says when it is of another run', async () => {
    const { page, complaints } = await openComparison();
    expect(await textOf(page, '.contest-note')).toContain('Every team runs from the same starts');
    await press(page, 'Start the race');
    expect(await textOf(page, '.contest-job')).toMatch(/Racing… \d+ %/);
    await finished(page);
    expect(await textOf(page, '.contest-note')).toMatch(/400 starts, 60 steps\. Target loss 0\.01\d+, /);
    expect(await columnsOf(page, 'race', 'Reached')).toEqual([
      ['Gradient descentlr 0.1', '100 %'],
      ['Gradient descentlr 3', '0 %'],
      [expect.stringContaining('Adam'), expect.any(String)],
    ]);
    expect((await columnsOf(page, 'race', 'Diverged')).map(([, share]) => share)).toEqual([
      '0 %',
      '100 %',
      '0 %',
    ]);
    await photograph(page, 'compare-race');

    // By keyboard: the best first, then the other way round.
    await page.focus('#contest-race thead th:nth-child(2) button');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await page.$eval('#contest-race th:nth-child(2)', (cell) => cell.getAttribute('aria-sort'))).toBe(
      'ascending',
    );
    expect((await columnsOf(page, 'race', 'Reached'))[0]![0]).toBe('Gradient descentlr 3');

    // The browser's own clipboard is not open to a page that nobody looks at.
    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        document.body.dataset.copied = text;
      };
    });
    await press(page, 'CSV');
    await page.waitForFunction(() => document.body.dataset.copied !== undefined);
    expect(await textOf(page, '#dock button')).toContain('Copied');
    const lines = (await page.evaluate(() => document.body.dataset.copied ?? '')).split('\n');
    expect(lines[0]).toMatch(/^team,trajectories,reached,share/);
    expect(lines[1]).toMatch(/^Gradient descent \(lr 3\),400,0,0,/);

    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'));
    });
    await press(page, 'Markdown');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    const selected = await page.evaluate(() => String(getSelection()));
    expect(selected).toMatch(
      /^Bowl, target loss .* 400 starts \(grid\), seed 1, \d{4}-\d\d-\d\d: <http\S+#surface=bowl\S+>\n\n\| Team \| Reached \|/,
    );

    expect(await textOf(page, '.contest-stale')).toBe('');
    await page.evaluate(() => {
      location.hash = location.hash.replace('steps=60', 'steps=61');
    });
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement>('.contest-stale')].some(
        (note) => note.offsetParent !== null && note.textContent?.includes('has changed since'),
      ),
    );
    expect(complaints).toEqual([]);
  });

  it('can be ended, and says why it cannot be held', async () => {
    const { page } = await openComparison(TEAMS.replace('steps=60', 'steps=100000'));
    await press(page, 'Start the race');
    await page.waitForFunction(() => document.querySelector('.contest-job')?.textContent?.includes('Racing'));
    await press(page, 'Cancel');
    await finished(page);
    expect(await page.$$('#contest-race tbody tr')).toHaveLength(0);

    await page.type('.contest-target', 'low');
    await press(page, 'Start the race');
    expect(await page.$eval('.contest-target', (input) => (input as HTMLInputElement).validity.valid)).toBe(
      false,
    );

    await page.goto(site('formula=log(-1-x^2)&starts=grid(400)&trails=0'));
    await page.reload();
    await selectComparison(page);
    await press(page, 'Start the race');
    await finished(page);
    expect(await textOf(page, '.contest-problem')).toContain('nothing to race for');
  });
});

describe('tuning', () => {
  it('finds rates that can be adopted, and taken back', async () => {
    const { page, complaints } = await openComparison(TEAMS, { width: 390, height: 844 });
    await press(page, 'Tuning');
    await page.select('.contest select[aria-label="rates"]', '64');
    await page.select('.contest select[aria-label="starts"]', '100');
    await press(page, 'Start tuning');
    await finished(page);
    const rates = await columnsOf(page, 'tuning', 'Best rate');
    expect(rates.map(([name]) => name)).toEqual(['Gradient descent#1', 'Gradient descent#2', 'Adam']);
    // Theory: below 1, and 1/2 arrives in one step.
    expect(Number(rates[0]![1])).toBeGreaterThan(0.4);
    expect(Number(rates[0]![1])).toBeLessThan(0.6);
    expect(rates[1]![1]).toBe(rates[0]![1]);
    expect(await page.$$('#contest-tuning canvas')).toHaveLength(1);
    await photograph(page, 'compare-tuning');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

    const before = await page.evaluate(() => location.hash);
    await press(page, 'Use the best rates');
    await page.waitForFunction((hash) => location.hash !== hash, { polling: 100 }, before);
    expect(await page.evaluate(() => location.hash)).toContain(`sgd(lr=${rates[0]![1]})`);
    expect(await textOf(page, '.contest-stale')).toBe('');
    await page.goBack();
    await page.waitForFunction((hash) => location.hash === hash, { polling: 100 }, before);
    expect(complaints).toEqual([]);
  });
});
