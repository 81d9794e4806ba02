import { parseRunSpec } from '../engine/parse-run-spec.ts';
import type { AppState } from './app-state.ts';
import { defaultView } from './view-defaults.ts';

/**
 * What an empty address shows.
 *
 * Himmelblau on a logarithmic height, because four equal funnels make the race readable at once: the swarm parts
 * along the ridges and every funnel is reached. Largest curvature in the domain is about 310, so 2/λ ≈ 6e-3 keeps
 * sgd and momentum stable everywhere; at 5e-4 sgd's time constant in the funnels (λ ≥ 25) is 80 steps or less, and at
 * 60 steps a second it is the last to come to rest, after more than ten seconds. Momentum has the same rate, so that
 * the difference seen is momentum; Adam walks about its rate per step, whatever the slope.
 */
export function openingScene(): AppState {
  return {
    spec: parseRunSpec({
      surface: { id: 'himmelblau' },
      optimizers: [
        { id: 'sgd', hyper: { lr: 0.0005 } },
        { id: 'momentum', hyper: { lr: 0.0005, momentum: 0.9 } },
        { id: 'adam', hyper: { lr: 0.03 } },
      ],
      steps: 1000,
      stop: { gradientNorm: 0.01 },
    }),
    view: defaultView,
  };
}
