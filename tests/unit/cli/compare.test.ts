import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

/** Gradient descent halves the position with every step: the loss of x² + y² falls to a quarter. */
const spec = {
  surface: { id: 'bowl' },
  optimizers: [
    { id: 'sgd', hyper: { lr: 0.25 } },
    { id: 'sgd', hyper: { lr: 3 } },
  ],
  starts: {
    kind: 'points',
    points: [
      [1, 0],
      [2, 0],
      [4, 0],
    ],
  },
  steps: 20,
};

describe('ravine compare', () => {
  it('races the teams to a loss', async () => {
    const { status, stdout } = await runCli(['compare', '-', '--target', '0.25', '--json'], spec);
    expect(status).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      engine: 'cpu',
      spec: { surface: { id: 'bowl' } },
      target: { loss: 0.25, by: 'choice' },
    });
    const [good, bad] = result.teams;
    // Losses 1, 4 and 16 are at or below 1/4 after 1, 2 and 3 quarterings.
    expect(good).toMatchObject({ optimizer: 'sgd', count: 3, reached: 3, steps: { median: 2 }, diverged: 0 });
    expect(good.best).toBeCloseTo(4 ** -20, 18);
    expect(bad).toMatchObject({ reached: 0, steps: { median: null }, diverged: 3 });
  });

  it('prints a table, Markdown or CSV', async () => {
    // All of three: the share is 1, and Wilson's interval begins at 3/(3 + 1.96²) = 0.4385.
    const plain = await runCli(['compare', '-', '--target', '0.25'], spec);
    expect(plain.stdout).toMatch(/^3 starts, 20 steps\. Target loss 0\.25, as chosen\.\n/);
    expect(plain.stdout).toMatch(/Gradient descent \(lr 0\.25\) +100 % {2}43\.9–100\.0 +2 /);
    const markdown = await runCli(['compare', '-', '--target', '0.25', '--format', 'markdown'], spec);
    expect(markdown.stdout).toMatch(
      /^\S.*, target loss 0\.25, 20 steps, 3 starts \(points\), seed 1\n\n\| Team/,
    );
    expect(markdown.stdout).toContain('| Gradient descent (lr 0.25) | **100 % (43.9–100.0)** | **2** |');
    const csv = await runCli(['compare', '-', '--target', '0.25', '--format', 'csv'], spec);
    const [head, first] = csv.stdout.split('\n').map((line) => line.split(','));
    expect(first![head!.indexOf('median steps')]).toBe('2');
    expect(first![head!.indexOf('diverged')]).toBe('0');
  });

  it('tunes the learning rates', async () => {
    const args = ['compare', '-', '--tune', '--rates', '41', '--starts', '50', '--decades', '2', '--json'];
    const tuned = { ...spec, optimizers: [{ id: 'sgd' }], starts: { kind: 'uniform', count: 5000 } };
    const { status, stdout } = await runCli(args, tuned);
    expect(status).toBe(0);
    const { teams, starts } = JSON.parse(stdout);
    expect(starts).toBe(50);
    expect(teams[0].outcomes).toHaveLength(41);
    // With lr = 1/2 gradient descent arrives in one step.
    expect(teams[0].outcomes[teams[0].best]).toMatchObject({ rate: 0.5, reached: 50, medianSteps: 1 });
    const { stdout: text } = await runCli(args.slice(0, -1), tuned);
    expect(text).toMatch(/^41 learning rates × 50 starts × 20 steps per team\. Target loss/);
    expect(text).toMatch(/Gradient descent +0\.5 /);
  });

  it.each([
    [['--target', 'low'], '--target'],
    [['--tune', '--rates', '1'], '--rates'],
    [['--tune', '--rates', '100000000'], 'more than 10,000,000 trajectories'],
    [['--rates', '64'], '--rates'],
    [['--starts', '64'], 'Add --tune'],
    [['--decades', '3'], '--decades'],
    [['--tune', '--decades', '0'], '--decades'],
    [['--format', 'html'], '--format'],
    [['--engine', 'tpu'], '--engine'],
  ])('refuses %j with status 2', async (args, name) => {
    const { status, stdout, stderr } = await runCli(['compare', '-', ...args], spec);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(name);
  });

  it('is told of in the help', async () => {
    expect((await runCli(['help'])).stdout).toContain('ravine compare [FILE|-]');
  });
});
