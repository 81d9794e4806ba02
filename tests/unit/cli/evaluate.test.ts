import { describe, expect, it } from 'vitest';
import { runCli } from '../../support/run-cli.ts';

async function evaluate(request: unknown) {
  const { status, stdout, stderr } = await runCli(['evaluate'], request);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
}

describe('ravine evaluate', () => {
  it('prints loss, gradient and Hessian as the contract has it', async () => {
    const surface = { formula: 'x^2 + k*x*y + y^3', params: { k: 10 }, domain: [-5, 5, -5, 5] };
    const points = [
      [1, 2],
      [-1, 0],
    ];
    expect(await evaluate({ surface, points })).toEqual({
      results: [
        {
          loss: [29, 1],
          gradient: [
            [22, 22],
            [-2, -10],
          ],
          hessian: [
            [2, 10, 12],
            [2, 10, 0],
          ],
        },
      ],
    });
  });

  it('answers an array of requests in order', async () => {
    const request = (id: string) => ({ surface: { id }, points: [[1, 1]] });
    const { results } = await evaluate([request('rosenbrock'), request('beale')]);
    expect(results.map((result: { loss: number[] }) => result.loss[0])).toEqual([
      0,
      expect.closeTo(14.203125),
    ]);
  });

  it('prints null where the loss is not finite', async () => {
    const { results } = await evaluate({ surface: { formula: '1/x' }, points: [[0, 1]] });
    expect(results[0].loss).toEqual([null]);
  });

  it('prints more points than it writes at once', async () => {
    const points = Array.from({ length: 10_000 }, (_, k) => [k + 1, -k - 1]);
    const { results } = await evaluate({ surface: { formula: 'x + 2*y' }, points });
    expect(results[0].loss).toEqual(points.map(([x]) => -x));
    expect(results[0].gradient).toHaveLength(10_000);
    expect(results[0].hessian.at(-1)).toEqual([0, 0, 0]);
  });
});
