import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { planRun } from '../../../src/engine/plan-run.ts';
import { MAX_TEAMS } from '../../../src/engine/run-limits.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { schedules } from '../../../src/schedules/index.ts';
import { surfaces } from '../../../src/surfaces/index.ts';

const page = readFileSync('docs/runspec.md', 'utf8');
const [whole, example] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]): unknown =>
  JSON.parse(text!),
);

describe('the page of the RunSpec', () => {
  it('says what nothing at all means', () => {
    expect(whole).toEqual(parseRunSpec({}));
  });

  it('has an example that runs', () => {
    expect(planRun(parseRunSpec(example)).teams).toHaveLength(3);
  });

  it('names every field', () => {
    const spec = parseRunSpec({});
    for (const name of Object.keys(spec)) if (name !== 'version') expect(page).toContain(`| \`${name}\``);
    for (const name of Object.keys(spec.gradient)) expect(page).toContain(`| \`gradient.${name}\``);
    expect(page).toContain(`at most ${MAX_TEAMS}`);
  });
});

it('the README counts what there is', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme).toContain(
    `${surfaces.length} surfaces, ${optimizers.length} optimizers and ${schedules.length} schedules`,
  );
});
