import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { MAX_TEAMS } from '../../../src/engine/run-limits.ts';
import { scheduleById, schedules } from '../../../src/schedules/index.ts';
import type { AppState } from '../../../src/state/app-state.ts';
import * as edits from '../../../src/state/edits.ts';
import { openingScene } from '../../../src/state/opening-scene.ts';
import { colorOfTeam, teamColors } from '../../../src/ui/theme.ts';

const ids = (state: AppState) => state.spec.optimizers.map(({ id }) => id);
/** Every edit gives a state that the border would let in, and leaves the one it was given alone. */
const valid = (state: AppState) => expect(parseRunSpec(state.spec)).toEqual(state.spec);

describe('edits', () => {
  it('drops a number that has its default', () => {
    const state = edits.setHyper(openingScene(), 2, 'beta1', 0.5, 0.9);
    expect(state.spec.optimizers[2]!.hyper).toEqual({ lr: 0.015, beta1: 0.5 });
    expect(edits.setHyper(state, 2, 'beta1', 0.9, 0.9).spec.optimizers[2]!.hyper).toEqual({ lr: 0.015 });
    valid(state);
  });

  it('keeps only the parameters of a schedule that differ from their defaults', () => {
    const cosine = edits.editSpec(openingScene(), { schedule: { id: 'cosine', params: { final: 0.1 } } });
    const state = edits.setScheduleParam(cosine, 'total', 300, 500);
    expect(state.spec.schedule).toEqual({ id: 'cosine', params: { final: 0.1, total: 300 } });
    expect(edits.setScheduleParam(state, 'total', 500, 500).spec.schedule.params).toEqual({ final: 0.1 });
    expect(cosine.spec.schedule.params).toEqual({ final: 0.1 });
  });

  it('lets a schedule that has an end, end with the run', () => {
    const short = edits.editSpec(openingScene(), { steps: 300 });
    for (const schedule of schedules) {
      const state = edits.setSchedule(short, schedule);
      const hasEnd = schedule.params.some(({ name }) => name === 'total');
      expect(state.spec.schedule).toEqual({ id: schedule.id, params: hasEnd ? { total: 300 } : {} });
      valid(state);
    }
    const cosine = scheduleById('cosine')!;
    const params = (steps: number) =>
      edits.setSchedule(edits.editSpec(short, { steps }), cosine).spec.schedule.params;
    expect([params(500), params(0)]).toEqual([{}, {}]);
  });

  it('does the same for parameters of the surface', () => {
    const rosenbrock = edits.editSpec(openingScene(), { surface: { id: 'rosenbrock', params: {} } });
    const state = edits.setSurfaceParam(rosenbrock, 'a', 2, 1);
    expect(state.spec.surface.params).toEqual({ a: 2 });
    expect(edits.setSurfaceParam(state, 'a', 1, 1).spec.surface.params).toEqual({});
    expect(rosenbrock.spec.surface.params).toEqual({});
  });

  it('moves what is hidden with the teams', () => {
    const hidden = edits.toggleTeam(edits.toggleTeam(openingScene(), 2), 0);
    expect(hidden.view.hidden).toEqual([0, 2]);
    const state = edits.removeTeam(hidden, 0);
    expect(ids(state)).toEqual(['momentum', 'adam']);
    expect(state.view.hidden).toEqual([1]);
    expect(edits.toggleTeam(state, 1).view.hidden).toEqual([]);
    expect(edits.toggleTeam(state, 7)).toBe(state);
  });

  it('goes on looking into the same trajectory when another team goes', () => {
    const state = edits.inspectStep(edits.inspectTrajectory(openingScene(), { team: 1, index: 7 }), 3);
    expect(state.view.inspect).toEqual({ team: 1, index: 7, step: 3 });
    expect(edits.removeTeam(state, 0).view.inspect).toEqual({ team: 0, index: 7, step: 3 });
    expect(edits.removeTeam(state, 2).view.inspect).toEqual({ team: 1, index: 7, step: 3 });
    expect(edits.removeTeam(state, 1).view.inspect).toBeNull();
    expect(edits.inspectTrajectory(state, { team: 1, index: 8 }).view.inspect?.step).toBeNull();
    expect(edits.inspectStep(edits.inspectTrajectory(state, null), 4).view.inspect).toBeNull();
  });

  it('leaves every team its colour when another goes, and gives a free one to the next', () => {
    const sgd = { id: 'sgd', hyper: {} };
    const two = edits.removeTeam(openingScene(), 0);
    expect(two.view.colors).toEqual([1, 2]);
    const three = edits.addTeam(two, sgd);
    expect(three.view.colors).toEqual([1, 2, 0]);
    expect(edits.addTeam(three, sgd).view.colors).toEqual([1, 2, 0, 3]);
    // Where the places say it, nothing else does.
    expect(edits.removeTeam(openingScene(), 2).view.colors).toEqual([]);
    expect(edits.addTeam(openingScene(), sgd).view.colors).toEqual([]);
    expect([0, 1].map((team) => colorOfTeam(two, team))).toEqual([teamColors[1], teamColors[2]]);
  });

  it('keeps one team at least and no more than there may be', () => {
    let state = openingScene();
    for (let i = 0; i < 40; i++) state = edits.addTeam(state, { id: 'adam', hyper: {} });
    expect(ids(state)).toHaveLength(MAX_TEAMS);
    valid(state);
    for (let i = 0; i < 40; i++) state = edits.removeTeam(state, 0);
    expect(ids(state)).toHaveLength(1);
  });

  it.each(['grid', 'uniform', 'normal', 'ring', 'points'] as const)(
    'changes starts to %s and keeps the count',
    (kind) => {
      const state = edits.setStartsKind(openingScene(), kind, { count: 7, points: [[1, 2]] });
      const { starts } = state.spec;
      expect(starts.kind).toBe(kind);
      if (starts.kind !== 'points') expect(starts.count).toBe(10_000);
      valid(state);
    },
  );

  it('goes back from points to the count that is given', () => {
    const points = edits.addPoints(openingScene(), [[1, 2]]);
    const state = edits.setStartsKind(points, 'grid', { count: 7, points: [] });
    expect(state.spec.starts).toEqual({ kind: 'grid', count: 7 });
  });

  it('adds points to points, and instead of anything else', () => {
    const one = edits.addPoints(openingScene(), [[1, 2]]);
    expect(edits.addPoints(one, [[3, 4]]).spec.starts).toEqual({
      kind: 'points',
      points: [
        [1, 2],
        [3, 4],
      ],
    });
  });
});
