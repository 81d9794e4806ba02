/** What has been seen of a run at its steps, thinned so that it never takes more than a fixed number of points. */
export interface ThinnedSeries<Point> {
  /** Ascending. */
  readonly steps: readonly number[];
  readonly points: readonly Point[];
  /** A step that comes again replaces the last; one from before that begins anew. */
  push(step: number, point: Point): void;
  clear(): void;
}

/** @param maxPoints the first and the newest are always among them, the others evenly between */
export function createThinnedSeries<Point>(maxPoints: number): ThinnedSeries<Point> {
  const steps: number[] = [];
  const points: Point[] = [];
  /** Every stride-th push is kept; the last point is always the newest, kept or not. */
  let stride = 1;
  let pushes = 0;
  const clear = () => {
    steps.length = 0;
    points.length = 0;
    stride = 1;
    pushes = 0;
  };
  return {
    steps,
    points,
    clear,
    push(step, point) {
      const last = steps.length - 1;
      if (last >= 0 && step < steps[last]!) clear();
      if (steps.length > 0 && (step === steps.at(-1) || (steps.length > 1 && pushes % stride !== 0))) {
        if (step !== steps.at(-1)) pushes++;
        steps[steps.length - 1] = step;
        points[points.length - 1] = point;
        return;
      }
      pushes++;
      steps.push(step);
      points.push(point);
      if (steps.length > maxPoints) {
        halve(steps);
        halve(points);
        stride *= 2;
      }
    },
  };
}

/** Keeps every second element, counted so that the first and the last stay. */
function halve(values: unknown[]): void {
  const newest = values.at(-1);
  let kept = 0;
  for (let i = 0; i < values.length; i += 2) values[kept++] = values[i];
  if (values.length % 2 === 0) values[kept++] = newest;
  values.length = kept;
}
