import type { TeamSummary } from '../../engine/engine.ts';
import { createThinnedSeries, type ThinnedSeries } from '../thinned-series.ts';

/** Histograms of all teams over the steps of a run. Recorded from the first step on, also while nobody looks. */
export interface History extends Pick<ThinnedSeries<readonly TeamSummary[]>, 'steps' | 'points' | 'clear'> {
  push(summaries: readonly TeamSummary[]): void;
  /** Told of every change. @returns stops */
  onChange(listener: () => void): () => void;
}

/** As many as the picture has pixels; each takes 2 KB for every team. */
export const MOST_MOMENTS = 400;

export function createHistory(mostMoments = MOST_MOMENTS): History {
  const series = createThinnedSeries<readonly TeamSummary[]>(mostMoments);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    steps: series.steps,
    points: series.points,
    push(summaries) {
      if (summaries.length === 0) return;
      series.push(summaries[0]!.step, summaries);
      tell();
    },
    clear() {
      series.clear();
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
