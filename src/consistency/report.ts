/** What was compared in one group of comparisons; null where a dimension does not apply. */
export interface CheckContext {
  surface: string | null;
  optimizer: string | null;
  schedule: string | null;
  /** Gradient transforms in force: 'plain', 'noise', 'clip' or 'noise, clip'. */
  gradient: string | null;
}

/** Inputs of one comparison, for people and for reproducing it. */
export type CheckInputs = Readonly<Record<string, number | string>>;

/** 'unjudged': nothing in the group could be compared, because the bound allows any value everywhere. */
export type CheckVerdict = 'consistent' | 'inconsistent' | 'unjudged';

/** The worst of all comparisons of one quantity in one context. */
export interface CheckRow extends CheckContext {
  quantity: string;
  /** Comparisons made, and how many more could not be judged. */
  points: number;
  unjudged: number;
  /** The comparison with the largest ratio: |GPU − reference|, what rounding allows, and their ratio. */
  worst: number;
  allowed: number;
  ratio: number;
  /** Median ratio of all comparisons: how much of the allowance is used, and so how sharp the bound is. */
  medianRatio: number;
  at: CheckInputs;
  verdict: CheckVerdict;
}

export interface CheckReport {
  /** What the judged engine runs on. */
  engine: string;
  /** ISO 8601. */
  date: string;
  /** One line per run. */
  cases: readonly string[];
  rows: readonly CheckRow[];
  /** No row is inconsistent. */
  consistent: boolean;
}

/** @param fraction 0 to 1 */
export type CheckProgress = (fraction: number, text: string) => void;
