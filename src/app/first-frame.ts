/** Name of the performance mark at which the surface was first on the screen; the bench waits for it. */
export const FIRST_FRAME = 'ravine-first-frame';

/** Sets the mark, the first time. */
export function markFirstFrame(): void {
  if (performance.getEntriesByName(FIRST_FRAME).length === 0) performance.mark(FIRST_FRAME);
}
