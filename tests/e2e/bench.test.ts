import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { BenchReport } from '../../src/bench/report.ts';
import { launchBrowser, openPage } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const tiny = 'run&trajectories=256&steps-per-dispatch=1,4&repetitions=1&seconds=0.01';

it('?bench measures the cases of the terminal in this browser, with jax-js beside them', async () => {
  const { page, complaints } = await openPage(
    browser,
    `${inject('siteUrl')}?bench&${tiny}&sections=speed,startup`,
  );
  const json = await page.waitForFunction(() => document.getElementById('bench-json')?.textContent || null, {
    timeout: 90_000,
  });
  const report = JSON.parse((await json.jsonValue()) as string) as BenchReport;
  expect(report.machine.browser).toContain('Chrom');
  const names = report.results.map(({ engine, stepsPerDispatch }) =>
    `${engine} ${stepsPerDispatch ?? ''}`.trim(),
  );
  for (const name of ['plain JavaScript, float64', 'cpu', 'gpu 1', 'gpu 4']) expect(names).toContain(name);
  // It takes the same steps, or it would have been left out.
  expect(names.filter((name) => name.startsWith('jax-js'))).toHaveLength(1);
  expect(report.skipped).toEqual([]);
  expect(report.startup.map(({ what }) => what).join()).toContain('first picture of the surface');
  expect(await page.$$eval('.bench-tables figure', (tables) => tables.length)).toBeGreaterThanOrEqual(3);
  expect(complaints).toEqual([]);
});

it('?bench says what is wrong with its options', async () => {
  const { page } = await openPage(browser, `${inject('siteUrl')}?bench&run&surfaces=rosenbrok`);
  const text = await page
    .waitForSelector('.bench-status.problem')
    .then((found) => found!.evaluate((element) => element.textContent ?? ''));
  expect(text).toContain('surfaces');
  expect(text).toContain('rosenbrock');
});
