import { describe, expect, test } from 'vitest';
import { packStatus, Status } from '../../src/core/status.ts';
import { parseRunSpec } from '../../src/engine/parse-run-spec.ts';
import { planRun } from '../../src/engine/plan-run.ts';
import type { Density, DensityLook } from '../../src/gpu/density.ts';
import { toneWgsl } from '../../src/gpu/density-layout.ts';
import { exposureFor, heatOf, inkOf, tone } from '../../src/gpu/density-tone.ts';
import { createGpuEngine, type GpuEngine } from '../../src/gpu/gpu-engine.ts';
import type { GpuRun } from '../../src/gpu/gpu-run.ts';
import { createReadback } from '../../src/gpu/readback.ts';
import { createScope } from '../../src/gpu/scope.ts';
import { wgslFiles } from '../../src/gpu/wgsl-files.ts';
import { countingGpu } from '../support/counting-gpu.ts';
import { sharedGpu } from '../support/gpu.ts';
import { mapOnGpu } from '../support/kernel.ts';

const SIZE = 16;
const FADE_STEPS = 40;
const RED = [1, 0, 0] as const;
const BLUE = [0, 0, 1] as const;
const look = (step: number, ...visible: boolean[]): DensityLook => ({
  step,
  fadeSteps: FADE_STEPS,
  teams: visible.map((shown, team) => ({ color: team === 0 ? RED : BLUE, visible: shown })),
  core: [1, 1, 1],
});

/** A run whose team holds `points` with `status`, on a surface that is infinite along x = ½. */
async function swarmOf(engine: GpuEngine, points: [number, number][], status: number[] = []) {
  const run = await engine.createRun(
    planRun(
      parseRunSpec({
        surface: { formula: '1/(x - 0.5) + y', domain: [0, 1, -1, 3] },
        optimizers: [{ id: 'sgd' }],
        starts: { kind: 'uniform', count: points.length },
      }),
    ),
  );
  run.load(0, {
    ...(await run.read(0)),
    position: Float64Array.from(points.flat()),
    status: Uint32Array.from(points, (_, i) => status[i] ?? 0),
  });
  return run;
}

async function densityOf(engine: GpuEngine, run: GpuRun, size = SIZE): Promise<Density> {
  const density = await engine.createDensity(size);
  density.setSwarm(run.teams, run.plan.surface.domain);
  return density;
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
/** [red, green, blue, opacity] per cell. */
async function pictureOf(density: Density): Promise<number[][]> {
  const gpu = await sharedGpu();
  const scope = createScope(gpu, 'test');
  const [copy] = await createReadback(gpu, scope).read([{ buffer: density.sheet }]);
  scope.dispose();
  const values = [...new Float32Array(copy)];
  return Array.from({ length: density.size ** 2 }, (_, cell) => values.slice(4 * cell, 4 * cell + 4));
}

describe('the counts', () => {
  test('put each trajectory into the cell it is in, edges included, or into one of what is not drawn', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
    const run = await swarmOf(engine, [
      [0, -1],
      [1, 3],
      [1, -1],
      [0.0625, -0.75],
      [0.0624, -0.7501],
      [0.75, 1],
      [0.75, 1],
      [1.0000001, 0],
      [0.25, -1.0000001],
      [nan, 0],
      [0, nan],
      [inf, 0],
      [-inf, -inf],
      [0.5, 0],
    ]);
    const density = await densityOf(engine, run);
    density.develop(look(0, true));
    const { cells, outside, faded, nowhere } = await density.read(0);
    const expected = new Uint32Array(SIZE * SIZE);
    for (const [column, row, count] of [
      [0, 0, 2],
      [15, 15, 1],
      [15, 0, 1],
      [1, 1, 1],
      [12, 8, 2],
    ]) {
      expected[row * SIZE + column] = count;
    }
    expect(cells).toEqual(expected);
    expect({ outside, faded, nowhere }).toEqual({ outside: 2, faded: 0, nowhere: 5 });
    engine.dispose();
  });

  test('let what ended badly thin out, and keep what rests', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const each = 5000;
    const [from, statuses] = [10, [Status.running, Status.converged, Status.diverged, Status.nonFinite]];
    const status = statuses.flatMap((kind) => new Array<number>(each).fill(packStatus(kind, from)));
    const points = status.map((_, i): [number, number] => [(0.1 + Math.floor(i / each)) / 4, 0]);
    const density = await densityOf(engine, await swarmOf(engine, points, status));
    for (const age of [0, FADE_STEPS / 4, FADE_STEPS / 2, FADE_STEPS - 1, FADE_STEPS, 10 * FADE_STEPS]) {
      density.develop(look(from + age, true));
      const { cells, outside, faded, nowhere } = await density.read(0);
      const columns = [0, 4, 8, 12].map((column) => cells[4 * SIZE + column]);
      expect(columns.slice(0, 2)).toEqual([each, each]);
      const left = Math.max(0, 1 - age / FADE_STEPS) * each;
      for (const found of columns.slice(2)) expect(Math.abs(found - left)).toBeLessThanOrEqual(each / 1000);
      expect(sum(cells) + faded).toBe(4 * each);
      expect([outside, nowhere]).toEqual([0, 0]);
    }
    engine.dispose();
  });

  test.each([
    ['before a step', 0],
    ['in the middle of a run that diverges', 12],
    ['at the end', 200],
  ])('of all buckets together are the swarm %s', async (_, steps) => {
    const engine = createGpuEngine(await sharedGpu());
    const count = 70_001;
    const run = await engine.createRun(
      planRun(
        parseRunSpec({
          surface: { id: 'himmelblau' },
          optimizers: [
            { id: 'sgd', hyper: { lr: 0.03 } },
            { id: 'adam', hyper: { lr: 0.2 } },
          ],
          starts: { kind: 'grid', count },
          steps: 200,
          stop: { gradientNorm: 1e-3 },
        }),
      ),
    );
    run.advance(steps);
    const density = await densityOf(engine, run, 64);
    density.develop(look(steps, true, true));
    for (const team of [0, 1]) {
      const { position, loss, status } = await run.read(team);
      const { cells, outside, faded, nowhere } = await density.read(team);
      expect(sum(cells) + outside + faded + nowhere).toBe(count);
      // The same count by other means: where float32 positions are far from a cell's edge, by division.
      const [xmin, xmax, ymin, ymax] = run.plan.surface.domain;
      const inside = Array.from(status, (packed, i) => {
        const [x, y] = [position[2 * i]!, position[2 * i + 1]!];
        const isDrawn = (packed & 3) < Status.diverged && Number.isFinite(loss[i]);
        return isDrawn && x >= xmin && x <= xmax && y >= ymin && y <= ymax ? [x, y] : null;
      }).filter((at) => at !== null);
      const half = inside.filter(([x]) => x! < (xmin + xmax) / 2).length;
      const leftHalf = cells.filter((_, cell) => cell % 64 < 32);
      if (steps !== 12) expect([sum(cells), sum(leftHalf)]).toEqual([inside.length, half]);
      else expect(sum(cells)).toBeGreaterThanOrEqual(inside.length);
    }
    engine.dispose();
  });

  test('of a hidden team are none, and memory is given back', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const run = await swarmOf(engine, [[0.2, 0]]);
    const before = engine.liveBytes;
    const density = await densityOf(engine, run);
    density.develop(look(0, false));
    expect(sum((await density.read(0)).cells)).toBe(0);
    expect(sum((await pictureOf(density)).flat())).toBe(0);
    const held = engine.liveBytes;
    density.setSwarm(run.teams, run.plan.surface.domain);
    density.develop(look(0, true));
    expect(engine.liveBytes).toBe(held);
    expect(held).toBeGreaterThan(before);
    density.dispose();
    density.dispose();
    expect((await run.read(0)).position).toHaveLength(2);
    expect(() => density.develop(look(0, true))).toThrow('disposed');
    engine.dispose();
  });
});

test('more teams than there is room for leave the density as it was', async () => {
  const { gpu, asked } = countingGpu(await sharedGpu(), { maxStorageBufferBindingSize: 5000 });
  const cramped = createGpuEngine(gpu);
  const engine = createGpuEngine(await sharedGpu());
  const run = await engine.createRun(planRun(parseRunSpec({ starts: { kind: 'uniform', count: 10 } })));
  // Four teams' cells take 5,120 bytes.
  const density = await cramped.createDensity(SIZE);
  const { domain } = run.plan.surface;
  density.setSwarm(run.teams, domain);
  density.develop(look(0, true));
  const before = await density.read(0);
  const { live } = asked;
  const many = [...run.teams, ...run.teams, ...run.teams, ...run.teams];
  expect(() => density.setSwarm(many, domain)).toThrow(expect.objectContaining({ code: 'device-limit' }));
  density.develop(look(0, true));
  expect(await density.read(0)).toEqual(before);
  expect(sum(before.cells)).toBe(10);
  expect(asked.live).toBe(live);
  cramped.dispose();
  engine.dispose();
});

describe('the sheet', () => {
  const toneSections = [
    { name: 'constants', text: toneWgsl },
    { name: 'tone', text: wgslFiles['lib/density-tone.wgsl']! },
  ];
  const decades = Float32Array.from({ length: 400 }, (_, i) => (i === 0 ? 0 : 10 ** (i / 40 - 4)));

  test.each([0.2, 3, 1e5])('has the ink of the tone curve, exposure %d', async (exposure) => {
    const { device } = await sharedGpu();
    const exposures = new Float32Array(decades.length).fill(exposure);
    const inks = await mapOnGpu(device, toneSections, 'inkOf(a, b)', 'f32', 1, decades, exposures);
    new Float32Array(inks).forEach((ink, i) => {
      expect(Math.abs(ink - inkOf(decades[i]!, exposure))).toBeLessThan(1e-5);
    });
    const heats = await mapOnGpu(device, toneSections, 'heatOf(a)', 'f32', 1, decades);
    new Float32Array(heats).forEach((heat, i) => {
      expect(Math.abs(heat - heatOf(decades[i]!))).toBeLessThan(1e-5);
    });
  });

  test('of an even swarm veils all of the surface alike, as far as allowed', async () => {
    const engine = createGpuEngine(await sharedGpu());
    // Large enough that no district holds more of the team than glows.
    const size = 256;
    const side = size;
    const points = Array.from({ length: side * side }, (_, i): [number, number] => [
      ((i % side) + 0.5) / side,
      (4 * (Math.floor(i / side) + 0.5)) / side - 1,
    ]);
    const density = await densityOf(engine, await swarmOf(engine, points), size);
    density.develop(look(0, true));
    for (const [red, green, blue, opacity] of await pictureOf(density)) {
      // The histogram's bins are a quarter of an octave wide: the ink they stand for differs by some hundredths.
      expect(Math.abs(opacity! - tone.VEIL)).toBeLessThan(0.03);
      expect(red).toBeCloseTo(opacity!, 5);
      expect([green, blue]).toEqual([0, 0]);
    }
    expect(inkOf(1, exposureFor([1]))).toBeCloseTo(tone.VEIL, 2);
    engine.dispose();
  });

  test('shows a single straggler beside a heap that glows, and nothing elsewhere', async () => {
    const engine = createGpuEngine(await sharedGpu());
    const size = 64;
    const heap = new Array<[number, number]>(100_000).fill([0.2578, -0.46]);
    const density = await densityOf(engine, await swarmOf(engine, [...heap, [0.7578, 1.54]]), size);
    density.develop(look(0, true));
    const picture = await pictureOf(density);
    const at = (column: number, row: number) => picture[row * size + column]!;
    const [red, green, , opacity] = at(16, 8);
    // All light: every channel as strong as the team's own.
    expect(opacity).toBeGreaterThan(0.95);
    expect(green! / red!).toBeGreaterThan(0.9);
    expect(at(16 + 5, 8)[3]).toBeGreaterThan(0.1);
    expect(at(48, 40)[3]).toBeGreaterThan(0.2);
    expect(at(48, 40)[1]).toBeLessThan(0.01);
    for (const empty of [at(30, 30), at(60, 5), at(48, 60)]) expect(empty).toEqual([0, 0, 0, 0]);
    engine.dispose();
  });
});
