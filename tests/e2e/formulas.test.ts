import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { surfaces } from '../../src/surfaces/index.ts';
import { launchBrowser, openPage } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const site = (surface: string) => `${inject('siteUrl')}#surface=${surface}&count=4&steps=1`;

describe('formulas', () => {
  it('are set in a font of the page’s own, and fit the header', async () => {
    const { page, complaints } = await openPage(browser, site('bowl'));
    await page.waitForSelector('.surface-formula math');
    await page.evaluate(() => document.fonts.ready);
    expect(
      await page.evaluate(() =>
        [...document.fonts].map(({ family, status }) => `${family.replaceAll('"', '')}: ${status}`),
      ),
    ).toContain('Ravine Math: loaded');
    for (const { id, title } of surfaces) {
      await page.evaluate(
        (hash) => {
          location.hash = hash;
        },
        new URL(site(id)).hash,
      );
      await page.waitForFunction(
        (wanted) =>
          document.querySelector('.surface-title')?.textContent === wanted &&
          document.querySelector('.surface-formula math') !== null,
        {},
        title,
      );
      const [top, bottom] = await page.evaluate(() => {
        const header = document.querySelector('#header')!.getBoundingClientRect();
        const parts = [...document.querySelectorAll('.surface-formula math *')].map((part) =>
          part.getBoundingClientRect(),
        );
        return [
          Math.min(...parts.map((part) => part.top)) - header.top,
          header.bottom - Math.max(...parts.map((part) => part.bottom)),
        ] as const;
      });
      expect(top, `${id}: room above`).toBeGreaterThanOrEqual(0);
      expect(bottom, `${id}: room below`).toBeGreaterThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('have brackets as high as what they hold, and of their own size where that is a line', async () => {
    /** Heights of the first bracket and of what is asked for, in em. */
    const heights = async (surface: string, selector: string) => {
      const { page } = await openPage(browser, site(surface));
      await page.waitForSelector('.surface-formula mo[fence]');
      await page.evaluate(() => document.fonts.ready);
      const read = (what: string) =>
        page.$eval(`.surface-formula ${what}`, (one) => {
          return one.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(one).fontSize);
        });
      const result = [await read('mo[fence]'), await read(selector)] as const;
      await page.close();
      return result;
    };
    // The font's brackets are 0.942 em high, and the browser rounds to pixels.
    const [low] = await heights('himmelblau', 'msup');
    expect(low).toBeGreaterThan(0.85);
    expect(low).toBeLessThan(1.1);
    const [high, fraction] = await heights('six-hump-camel', 'mfrac');
    expect(high).toBeGreaterThanOrEqual(fraction);
  });
});
