/** What a surface teaches; the order is that of the menu. */
export const surfaceGroups = ['convex', 'valley', 'saddle', 'many minima', 'plateau', 'rough'] as const;
export type SurfaceGroup = (typeof surfaceGroups)[number];

export interface SurfaceParameter {
  name: string;
  default: number;
  /** Range of validity and of the slider, inclusive. */
  min: number;
  max: number;
  scale: 'linear' | 'log';
  integer?: boolean;
  /** What it changes, a few words. */
  description: string;
}

export interface Minimum {
  at: readonly [number, number];
  loss: number;
  /** Lies on the edge of the domain, where the gradient need not vanish. */
  boundary?: boolean;
  /** The loss has no gradient here (a kink, a cone, a cusp). */
  nonSmooth?: boolean;
}

/** A loss function of two parameters, as a line of formula text plus facts. */
export interface SurfaceEntry {
  id: string;
  title: string;
  group: SurfaceGroup;
  formula: string;
  parameters: readonly SurfaceParameter[];
  /** `[xmin, xmax, ymin, ymax]`. */
  domain: readonly [number, number, number, number];
  /** Global minima within the domain for the given parameters; empty where there is none (a saddle). */
  minima(params: Readonly<Record<string, number>>): readonly Minimum[];
  source: string;
  /** One sentence: why it is interesting. */
  why: string;
}
