import type { CheckContext, CheckInputs, CheckRow } from './report.ts';

/** Comparisons of one quantity in one context. */
export interface Tally {
  /**
   * @param difference |GPU − reference|; NaN counts as infinitely wrong
   * @param allowed what rounding allows; where it is not finite, any value is allowed and nothing is judged
   * @param at inputs, asked for only if this is the worst comparison so far
   */
  judge(difference: number, allowed: number, at: () => CheckInputs): void;
  /** Two things that must be the same, such as a status. */
  same(equal: boolean, at: () => CheckInputs): void;
  /** A comparison that could not be judged. */
  skip(): void;
}

/** Where all comparisons are written down. */
export interface Ledger {
  tally(quantity: string, context: Partial<CheckContext>): Tally;
  rows(): CheckRow[];
}

export function createLedger(): Ledger {
  const accounts = new Map<string, Account>();
  return {
    tally(quantity, { surface = null, optimizer = null, schedule = null, gradient = null }) {
      const context = { surface, optimizer, schedule, gradient };
      const key = JSON.stringify([quantity, surface, optimizer, schedule, gradient]);
      const known = accounts.get(key);
      if (known !== undefined) return known;
      const account = new Account(quantity, context);
      accounts.set(key, account);
      return account;
    },
    rows: () => [...accounts.values()].map((account) => account.row()),
  };
}

/** Ratios that are kept for the median; of more comparisons, every second, fourth, … */
const MOST_RATIOS = 1024;

class Account implements Tally {
  private ratios: number[] = [];
  private stride = 1;
  private points = 0;
  private unjudged = 0;
  private worst = { difference: 0, allowed: 0, ratio: -1, at: {} as CheckInputs };

  constructor(
    private readonly quantity: string,
    private readonly context: CheckContext,
  ) {}

  judge(difference: number, allowed: number, at: () => CheckInputs): void {
    if (!Number.isFinite(allowed)) {
      this.skip();
      return;
    }
    const off = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    const ratio = off === 0 ? 0 : off / allowed;
    this.note(ratio);
    if (ratio > this.worst.ratio) this.worst = { difference: off, allowed, ratio, at: at() };
  }

  same(equal: boolean, at: () => CheckInputs): void {
    this.judge(equal ? 0 : 1, 0, at);
  }

  skip(): void {
    this.unjudged++;
  }

  private note(ratio: number): void {
    if (this.points++ % this.stride !== 0) return;
    this.ratios.push(ratio);
    if (this.ratios.length < MOST_RATIOS) return;
    this.ratios = this.ratios.filter((_, k) => k % 2 === 0);
    this.stride *= 2;
  }

  row(): CheckRow {
    const { difference, allowed, ratio, at } = this.worst;
    const { points } = this;
    return {
      quantity: this.quantity,
      ...this.context,
      points,
      unjudged: this.unjudged,
      worst: difference,
      allowed,
      ratio: Math.max(ratio, 0),
      medianRatio: median(this.ratios),
      at,
      verdict: points === 0 ? 'unjudged' : ratio <= 1 ? 'consistent' : 'inconsistent',
    };
  }
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return Number.NaN;
  return Float64Array.from(values).sort()[values.length >> 1];
}
