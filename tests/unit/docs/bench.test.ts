import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BenchReports, benchDocuments, benchReports, fillBench } from '../../../src/docs/fill-bench.ts';
import { sampleReport } from '../bench/sample-report.ts';

const kept = Object.fromEntries(
  Object.entries(benchReports).map(([name, path]) => [name, JSON.parse(readFileSync(path, 'utf8'))]),
) as BenchReports;

describe.each(benchDocuments)('%s', (path) => {
  const text = readFileSync(path, 'utf8');
  it('shows the figures of the reports that are kept: npm run docs writes them', () => {
    expect(text).toContain('<!-- bench terminal');
    expect(fillBench(text, kept)).toBe(text);
  });
  it('shows nothing that was not measured', () => {
    expect(text).not.toContain('Not measured in this run');
  });
});

it('fills a place with its table, and leaves the words around it', () => {
  const report = sampleReport();
  const text = 'Before.\n<!-- bench terminal targets -->\nstale\n<!-- /bench -->\nAfter.';
  const filled = fillBench(text, { terminal: report, browser: report });
  expect(filled).toMatch(/^Before\.\n/);
  expect(filled).toMatch(/\nAfter\.$/);
  expect(filled).toMatch(/\| at least 5 × +\| +6 × \| holds +\|/);
  expect(filled).not.toContain('stale');
  expect(fillBench(filled, { terminal: report, browser: report })).toBe(filled);
});
