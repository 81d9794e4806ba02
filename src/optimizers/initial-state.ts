import type { StateSlot } from './optimizer.ts';

/** A slot's values before the first step, [2n] interleaved. @param starts positions that the trajectories start from */
export const initialState = ({ initial = 0 }: StateSlot, starts: Float64Array): Float64Array =>
  initial === 'start' ? starts.slice() : new Float64Array(starts.length).fill(initial);
