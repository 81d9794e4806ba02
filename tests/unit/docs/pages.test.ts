import { existsSync, readFileSync } from 'node:fs';
import temml from 'temml';
import { describe, expect, it } from 'vitest';
import { pages } from '../../../src/docs/pages.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { schedules } from '../../../src/schedules/index.ts';

/** As GitHub makes an anchor of a heading. */
const anchors = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );

describe.each(Object.entries(pages))('%s', (path, text) => {
  it('is what the code says today: npm run docs writes it', () => {
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '', path).toBe(text);
  });

  it('links to headings that there are', () => {
    const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links)
      expect(
        anchors(text).filter((anchor) => anchor === link),
        link,
      ).toEqual([link]);
  });

  it('has TeX that can be typeset', () => {
    const blocks = [...text.matchAll(/^```math\n([\s\S]*?)\n```$/gm)].map(([, tex]) => tex);
    const inline = [...text.matchAll(/\$`([^`]*)`\$/g)].map(([, tex]) => tex);
    expect(blocks.length).toBeGreaterThan(10);
    for (const tex of [...blocks, ...inline]) {
      expect(temml.renderToString(tex, { throwOnError: true }), tex).toContain('<math');
    }
  });

  it('has tables whose rows are as long as their heads', () => {
    for (const [rows] of text.matchAll(/^(\|.*\n)+/gm)) {
      const lengths = rows
        .trimEnd()
        .split('\n')
        .map((row) => row.replaceAll('\\|', '').split('|').length);
      expect(new Set(lengths).size, rows).toBe(1);
    }
  });
});

it('the pages tell of every optimizer and schedule, and of every number and slot of theirs', () => {
  const names = optimizers.flatMap(({ id, hyper, state }) => [
    id,
    ...[...hyper, ...state].map(({ name }) => name),
  ]);
  for (const name of names) expect(pages['docs/optimizers.md']).toContain(`\`${name}\``);
  const others = schedules.flatMap(({ id, params }) => [id, ...params.map(({ name }) => name)]);
  for (const name of others) expect(pages['docs/schedules.md']).toContain(`\`${name}\``);
});
