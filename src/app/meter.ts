/** Time over which rates are averaged, milliseconds: long enough to read, short enough to follow. */
const WINDOW_MS = 1000;
/** Events that are kept however old, so that a slow device shows a low rate and not none. */
const FEWEST = 2;
/** Nothing for this long is no rate at all, milliseconds. */
const SILENCE_MS = 10_000;

/** Events per second: over the last second, or since the event before last where those are rarer. */
export interface Meter {
  count(now: number, amount: number): void;
  rate(now: number): number;
}

export function createMeter(): Meter {
  let events: { time: number; amount: number }[] = [];
  const forget = (now: number) => {
    const recent = events.findIndex(({ time }) => time > now - WINDOW_MS);
    const first = recent < 0 ? events.length : recent;
    events = events.slice(Math.max(0, Math.min(first, events.length - FEWEST)));
  };
  return {
    count(now, amount) {
      events.push({ time: now, amount });
      forget(now);
    },
    rate(now) {
      forget(now);
      const last = events.at(-1);
      if (last === undefined || now - last.time > SILENCE_MS) return 0;
      const span = Math.max(WINDOW_MS, now - events[0]!.time);
      return (events.reduce((sum, { amount }) => sum + amount, 0) * 1000) / span;
    },
  };
}
