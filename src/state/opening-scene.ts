import { parseRunSpec } from '../engine/parse-run-spec.ts';
import type { AppState } from './app-state.ts';
import { defaultView } from './view-defaults.ts';

/**
 * What an empty address shows.
 *
 * Himmelblau on a logarithmic height, because four equal funnels make the race readable at once: the swarm parts
 * along the ridges, every funnel is reached, and everybody arrives, so that the legend fills up in the order of the
 * teams. The largest curvature in the domain is about 310, so 2/λ ≈ 6e-3 leaves sgd and momentum stable everywhere; at
 * 2.5e-4 sgd's time constant in the funnels (λ ≥ 25) is up to 160 steps, and at 60 steps a second its last trajectories
 * come to rest after some twenty seconds. Momentum has the same rate, so that the difference seen is momentum; Adam
 * walks about its rate per step, whatever the slope. On Rosenbrock, in comparison, sgd seems to stand still after a
 * second and nobody arrives within a minute.
 */
export function openingScene(): AppState {
  return {
    spec: parseRunSpec({
      surface: { id: 'himmelblau' },
      optimizers: [
        { id: 'sgd', hyper: { lr: 0.00025 } },
        { id: 'momentum', hyper: { lr: 0.00025, momentum: 0.9 } },
        { id: 'adam', hyper: { lr: 0.015 } },
      ],
      steps: 1500,
      stop: { gradientNorm: 0.01 },
    }),
    view: defaultView,
  };
}
