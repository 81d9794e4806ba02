/** Time over which rates are averaged, milliseconds: long enough to read, short enough to follow. */
const WINDOW_MS = 1000;

/** Events per second over the last second. */
export interface Meter {
  count(now: number, amount: number): void;
  rate(now: number): number;
}

export function createMeter(): Meter {
  let events: { time: number; amount: number }[] = [];
  const forget = (now: number) => {
    const first = events.findIndex(({ time }) => time > now - WINDOW_MS);
    events = first < 0 ? [] : events.slice(first);
  };
  return {
    count(now, amount) {
      forget(now);
      events.push({ time: now, amount });
    },
    rate(now) {
      forget(now);
      return (events.reduce((sum, { amount }) => sum + amount, 0) * 1000) / WINDOW_MS;
    },
  };
}
