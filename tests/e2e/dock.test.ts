import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openPage, photograph } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const site = () => `${inject('siteUrl')}#surface=bowl&starts=grid(100)&trails=0&steps=20`;
const isReady = (page: Page) => page.waitForSelector('.legend-row .bar-running');
/** Titles of the tabs, and the chosen one. */
const tabsOf = (page: Page) =>
  page.$$eval('#dock .dock-head [role=tab]', (tabs) => ({
    titles: tabs.map((tab) => tab.textContent ?? ''),
    chosen: tabs.findIndex((tab) => tab.getAttribute('aria-selected') === 'true'),
  }));
/** Ids of the panels that are in sight. */
const shownPanels = (page: Page) =>
  page.$$eval('#dock > .dock-body > *', (panels) =>
    panels.filter((panel) => panel.checkVisibility()).map((panel) => panel.id),
  );

describe('the dock', () => {
  it('shows one panel at a time, by mouse and by arrow keys, and the curves first', async () => {
    const { page, complaints } = await openPage(browser, site());
    await isReady(page);
    const { titles, chosen } = await tabsOf(page);
    expect(titles.slice(0, 2)).toEqual(['Curves', 'Inspector']);
    expect(chosen).toBe(0);
    expect(await shownPanels(page)).toEqual(['curves']);
    for (const [k, title] of titles.entries()) {
      await page.click(`#dock .dock-head [role=tab]:nth-child(${k + 1})`);
      expect((await tabsOf(page)).chosen, title).toBe(k);
      expect(await shownPanels(page), title).toHaveLength(1);
    }
    await page.focus(`#dock .dock-head [role=tab]:nth-child(${titles.length})`);
    await page.keyboard.press('ArrowRight');
    expect(await shownPanels(page)).toEqual(['curves']);
    await page.waitForSelector('#curves canvas');
    await page.keyboard.press('ArrowRight');
    expect((await tabsOf(page)).chosen).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('keeps clear of the other cards when it is large, and stays as it was left', async () => {
    const { page } = await openPage(browser, site());
    await isReady(page);
    const heightOf = () => page.$eval('#dock', (dock) => dock.getBoundingClientRect().height);
    const small = await heightOf();
    await page.click('.dock-size');
    expect(await heightOf()).toBeGreaterThan(1.5 * small);
    await photograph(page, 'dock-large');
    const boxes = await page.$$eval('#header, #legend, #dock, #panel, #status', (cards) =>
      cards.map((card) => {
        const { left, top, right, bottom } = card.getBoundingClientRect();
        return { id: card.id, left, top, right, bottom };
      }),
    );
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const isApart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        expect(isApart, `${a.id} and ${b.id} are apart`).toBe(true);
      }
    }

    await page.click('#dock .fold');
    expect(await shownPanels(page)).toEqual([]);
    await page.reload();
    await isReady(page);
    expect(await shownPanels(page)).toEqual([]);
    // A tab of a folded card unfolds it; it is large still.
    await page.click('#dock .dock-head [role=tab]');
    expect(await shownPanels(page)).toEqual(['curves']);
    expect(await heightOf()).toBeGreaterThan(1.5 * small);
  });

  it('leaves a line of the legend to each team when it is large', async () => {
    const teams = 'adam+sgd+momentum+rmsprop+adagrad+lion';
    const { page } = await openPage(browser, `${site()}&teams=${teams}`, { width: 1280, height: 720 });
    await isReady(page);
    // As another page left it.
    if ((await page.$('#dock.tall')) === null) await page.click('.dock-size');
    await photograph(page, 'dock-large-six-teams');
    const hidden = await page.$eval('.legend-body', (body) => body.scrollHeight - body.clientHeight);
    expect(hidden).toBe(0);
    expect(await page.$$eval('.legend-row', (rows) => rows.length)).toBe(teams.split('+').length);
  });
});
