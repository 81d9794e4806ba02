import { gzipSync } from 'node:zlib';
import { expect, inject, it } from 'vitest';

/** What the first screen may cost, gzipped. */
const LIMIT = 350_000;

it('needs at most 350 kB of JavaScript for the first screen', async () => {
  const site = inject('siteUrl');
  const page = await (await fetch(site)).text();
  const scripts = [...page.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map((match) => match[1]!);
  expect(scripts.length).toBeGreaterThan(0);
  const sizes = await Promise.all(
    scripts.map(async (path) => {
      const text = await (await fetch(new URL(path, site))).arrayBuffer();
      return gzipSync(Buffer.from(text)).byteLength;
    }),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  // An empty page would pass, too.
  expect(total).toBeGreaterThan(LIMIT / 4);
  expect(total, `${scripts.join(', ')}: ${sizes.join(' + ')} bytes`).toBeLessThanOrEqual(LIMIT);
});
