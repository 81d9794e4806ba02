import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, openPage, photograph, photographUntil, withoutGraphics } from '../support/browser.ts';

describe('without WebGPU and WebGL2', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser(withoutGraphics);
  });
  afterAll(() => browser.close());

  it('is a page that says which browsers have it', async () => {
    const { page } = await openPage(browser, inject('siteUrl'));
    await page.waitForSelector('.unsupported');
    const text = await page.$eval('.unsupported', (element) => element.textContent ?? '');
    for (const word of ['WebGPU', 'Chrome', 'Safari', 'Firefox']) expect(text).toContain(word);
    const picture = await photograph(page, 'unsupported');
    expect(picture.distinctColours()).toBeGreaterThan(8);
  });
});

describe('when the device is lost', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('makes another one and runs on', async () => {
    const { page } = await openPage(
      browser,
      `${inject('siteUrl')}#surface=himmelblau&starts=grid(400)&trails=0&steps=100000`,
    );
    const isRunning = () =>
      page.waitForFunction(
        () => {
          const text = document.getElementById('status')?.textContent ?? '';
          return text.includes('400') && Number(/([\d,]+) \/ /.exec(text)?.[1]) >= 2;
        },
        { timeout: 60_000, polling: 100 },
      );
    await isRunning();
    const session = await browser.target().createCDPSession();
    await session.send('Browser.crashGpuProcess').catch(() => {}); // the crash takes the answer with it
    await page.waitForSelector('.toast.problem', { timeout: 60_000 });
    expect(await page.$eval('.toast.problem', (toast) => toast.textContent)).toContain('lost');
    await isRunning();
    const picture = await photographUntil(page, 'recovered', (seen) => seen.distinctColours() > 300);
    expect(picture.distinctColours()).toBeGreaterThan(300);
  });
});
