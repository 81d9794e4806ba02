import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser, openPage } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

it('shows how a swarm is spread, drawn and in words, under the pointer and by keys', async () => {
  const site = `${inject('siteUrl')}#surface=bowl&teams=sgd(lr=0.1)&starts=grid(100)&trails=0&steps=20`;
  const { page, complaints } = await openPage(browser, site);
  await page.waitForFunction(() =>
    document.querySelector('.legend-row .shares')?.textContent?.includes('took all steps'),
  );
  await page.click('#dock .dock-head [role=tab][aria-controls=dock-distribution]');
  const plot = (await page.waitForSelector('.distribution-plot'))!;
  const readout = () => page.$eval('.distribution .curves-readout', (line) => line.textContent);
  const { x, y, width, height } = (await plot.boundingBox())!;
  // Lines and labels are grey, the team is orange: what is orange in the middle of the strip is its density.
  const orange = await page.$eval('.distribution-picture', (picture) => {
    const { width, height } = picture as HTMLCanvasElement;
    const context = (picture as HTMLCanvasElement).getContext('2d')!;
    const { data } = context.getImageData(0.2 * width, 0, 0.5 * width, 0.8 * height);
    const shades = new Set<number>();
    for (let i = 0; i < data.length; i += 4) {
      if (data[i]! - data[i + 2]! > 60) shades.add(data[i + 3]!);
    }
    return shades.size;
  });
  expect(orange, 'a density has many shades').toBeGreaterThan(8);

  // The outcomes lie below the strip.
  await page.mouse.move(x + width / 2, y + height - 24);
  await page.waitForFunction(() => document.querySelector('.distribution .curves-readout b') !== null);
  expect(await readout()).toContain('100 % running');
  await page.mouse.move(x + width / 2, y + height / 3);
  await page.waitForFunction(() =>
    document.querySelector('.distribution .curves-readout')?.textContent?.includes(' of 100 '),
  );
  // At the last step, all have a loss: going down from the top, their shares are found.
  await page.mouse.move(0, 0);
  await plot.focus();
  await page.keyboard.press('End');
  const found = new Set<string | null>();
  for (let k = 0; k < 12; k++) {
    await page.keyboard.press('ArrowUp');
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    found.add(await readout());
  }
  expect([...found].every((text) => text?.startsWith('step 20'))).toBe(true);
  expect(found.size, 'another place, other values').toBeGreaterThan(6);
  expect(complaints).toEqual([]);
});
