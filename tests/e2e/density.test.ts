import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openPage, type Picture, photographAtRest } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** In what the cards leave of 1280×720: the middle of the surface, seen from above. */
const AROUND = { x: 400, y: 160, width: 540, height: 440 };
/** On the bowl x² + y² this rate leads to the minimum in a single step. */
const site = () =>
  `${inject('siteUrl')}#surface=bowl&teams=sgd(lr=0.5)&starts=grid(150000)&steps=1&trails=0&minima=off&camera=0,89,7,0,0,0`;

describe('a swarm of 150,000', () => {
  it('glows where it has gathered, on far more pixels than a point has, with a core of light', async () => {
    const { page, complaints } = await openPage(browser, site());
    await page.waitForFunction(() => /1 \/ 1/.test(document.getElementById('status')?.textContent ?? ''));
    const shown = await photographAtRest(page, 'density-gathered', AROUND);
    await page.keyboard.press('1');
    await page.waitForFunction(() => location.hash.includes('hidden=1'));
    const hidden = await photographAtRest(page, 'density-hidden', AROUND);
    const changed = shown.differenceFrom(hidden, 4) * shown.width * shown.height;
    // The glow reaches over 48 of 512 cells; a side of the surface is some 400 pixels.
    expect(changed).toBeGreaterThan(300);
    expect(changed).toBeLessThan(10_000);
    expect(brightest(shown)).toBeGreaterThan(230);
    expect(brightest(hidden)).toBeLessThan(230);
    expect(complaints).toEqual([]);
  });
});

/** The highest that a picture's darkest channel goes. */
function brightest(picture: Picture): number {
  let found = 0;
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) found = Math.max(found, Math.min(...picture.at(x, y)));
  }
  return found;
}
