import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openPage, photograph } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const controlsOf = (page: Page) =>
  page.evaluate(() => {
    const folder = [...document.querySelectorAll('#panel .lil-gui')].find(
      (gui) => gui.querySelector('.lil-title')?.textContent === 'Gradient',
    );
    return [...(folder?.querySelectorAll<HTMLElement>('[data-key]') ?? [])].map(
      (control) => control.dataset.key,
    );
  });

const type = async (page: Page, key: string, text: string) => {
  // With the focus all of it is selected.
  await page.focus(`#panel [data-key="${key}"] input.number`);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
};

const press = (page: Page, selector: string) =>
  page.$eval(`#panel ${selector}`, (control) => (control as HTMLElement).click());

describe('the gradient', () => {
  it('is transformed in the order of the panel, which the address says and the run takes', async () => {
    const address = `${inject('siteUrl')}#surface=bowl&teams=sgd&starts=grid(100)&trails=0&steps=20&speed=1000`;
    const { page, complaints } = await openPage(browser, address);
    await page.waitForSelector('#panel .lil-title');
    expect(await controlsOf(page)).toEqual(['noise', 'sam', 'clip', 'clip-value', 'centralize']);
    await page.$$eval('#panel .lil-title', (titles) => {
      for (const title of titles as HTMLElement[]) {
        if (['Surface', 'Teams', 'Gradient'].includes(title.textContent ?? '')) title.click();
      }
    });
    await page.waitForSelector('#panel [data-key="noise"] input.number', { visible: true });

    await type(page, 'noise', '0.5');
    await page.waitForSelector('#panel [data-key="batch-size"]');
    await type(page, 'batch-size', '16');
    await type(page, 'sam', '0.05');
    for (const key of ['clip', 'clip-value', 'centralize']) await press(page, `[data-key="${key}"] input`);
    await type(page, 'clip-value-limit', '0.25');
    expect(await controlsOf(page)).toEqual([
      ...['noise', 'batch-size', 'sam', 'clip', 'clip-limit', 'clip-value', 'clip-value-limit', 'centralize'],
    ]);
    await page.waitForFunction(() =>
      decodeURIComponent(location.hash).includes(
        'noise=0.5&batch=16&sam=0.05&clip=1&clip.value=0.25&centralize=on',
      ),
    );
    await page.waitForFunction(() => document.querySelector('#status')?.textContent?.includes('20 / 20'), {
      timeout: 60_000,
    });
    await photograph(page, 'gradient-panel');

    await press(page, '[data-key="noise"] .reset');
    await page.waitForFunction(() => document.querySelector('#panel [data-key="batch-size"]') === null);
    expect(complaints).toEqual([]);
  });
});
