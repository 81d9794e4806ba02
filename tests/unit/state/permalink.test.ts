import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRunSpec } from '../../../src/engine/parse-run-spec.ts';
import { MAX_TEAMS } from '../../../src/engine/run-limits.ts';
import { optimizers } from '../../../src/optimizers/index.ts';
import { schedules } from '../../../src/schedules/index.ts';
import { type AppState, heightScales, themes } from '../../../src/state/app-state.ts';
import { openingScene } from '../../../src/state/opening-scene.ts';
import { decodeState, encodeState, linkLosses } from '../../../src/state/permalink.ts';
import { MAX_LINK_POINTS } from '../../../src/state/permalink-spec.ts';
import { shortest } from '../../../src/state/team-colors.ts';
import { defaultView } from '../../../src/state/view-defaults.ts';
import { surfaces } from '../../../src/surfaces/index.ts';
import { arbitraryValues } from '../../support/arbitrary-run-spec.ts';

const state = (spec: unknown, view: Partial<AppState['view']> = {}): AppState => ({
  spec: parseRunSpec(spec),
  view: { ...defaultView, ...view },
});

describe('encodeState', () => {
  it('is empty for the opening scene, and an empty fragment is the opening scene', () => {
    expect(encodeState(openingScene())).toBe('');
    expect(decodeState('')).toEqual({ state: openingScene(), problems: [] });
    expect(decodeState('#')).toEqual({ state: openingScene(), problems: [] });
  });

  it('names the surface even where everything is the default', () => {
    expect(encodeState(state({}))).toBe('surface=rosenbrock');
  });

  it('reads like what it means', () => {
    const example = state(
      {
        surface: { id: 'rosenbrock', params: { a: 1.5 } },
        optimizers: [
          { id: 'adam', hyper: { lr: 0.02 } },
          { id: 'sgd', hyper: { lr: 0.001 } },
        ],
        schedule: { id: 'cosine', params: { total: 300 } },
        gradient: { noise: 0.1, batchSize: 8, sam: 0.05, clipNorm: 1, clipValue: 2, centralize: true },
        starts: { kind: 'normal', count: 5000, center: [0.5, -1], spread: 0.3 },
        steps: 600,
        stop: { gradientNorm: 1e-6, loss: 1e-8 },
        seed: 7,
      },
      {
        heightScale: 'rank',
        hidden: [1],
        axes: false,
        camera: { azimuth: 30.001, elevation: 40, distance: 3.00004, target: [0, 0, 0.2] },
        inspect: { team: 1, index: 0, step: 12 },
      },
    );
    expect(encodeState(example)).toBe(
      'surface=rosenbrock&surface.a=1.5&teams=adam(lr=0.02)+sgd(lr=0.001)&schedule=cosine(total=300)' +
        '&noise=0.1&batch=8&sam=0.05&clip=1&clip.value=2&centralize=on&starts=normal(5000,center=0.5:-1,spread=0.3)&steps=600&stop.gradient=0.000001&stop.loss=1e-8&seed=7' +
        '&height=rank&hidden=2&axes=off&camera=30,40,3,0,0,0.2&inspect=2.1.12',
    );
  });

  it('keeps formulas readable', () => {
    const formula = state({
      surface: { formula: '(1-x)^2+k*(y-x^2)^2', params: { k: 10 } },
    });
    expect(encodeState(formula)).toBe('formula=(1-x)^2+k*(y-x^2)^2&surface.k=10');
  });

  it.each([
    ['( 1 - x )^2 + k * y', '(1-x)^2+k*y'],
    ['x y + 2 sin(x)', 'x y+2 sin(x)'],
    ['max( x , y )', 'max(x,y)'],
    // Without its spaces, a product and a difference would become one number.
    ['2e - 3', '2e - 3'],
  ])('writes “%s” as “%s”', (formula, compact) => {
    const text = encodeState(state({ surface: { formula, params: formula.includes('k') ? { k: 1 } : {} } }));
    expect(decodeURIComponent(text)).toMatch(
      new RegExp(`^formula=${compact.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}(&|$)`),
    );
  });

  it('carries a few hand-placed starts and says when there are too many', () => {
    const points = (n: number) => Array.from({ length: n }, (_, i) => [i / 8, -i]);
    const few = state({ starts: { kind: 'points', points: points(MAX_LINK_POINTS) } });
    expect(decodeState(encodeState(few)).state).toEqual(few);
    expect(linkLosses(few.spec)).toEqual([]);
    const many = state({ starts: { kind: 'points', points: points(MAX_LINK_POINTS + 1) } });
    expect(linkLosses(many.spec)).toHaveLength(1);
    const { state: decoded, problems } = decodeState(encodeState(many));
    expect(problems).toEqual([expect.stringContaining('201 hand-placed starts did not fit')]);
    expect(decoded.spec.starts).toEqual({ kind: 'grid', count: 10_000 });
  });
});

describe('decodeState', () => {
  it.each<[hash: string, key: string, phrase: string]>([
    ['surface=rosenbruck', 'surface', "Did you mean 'rosenbrock'"],
    ['surface=rosenbrock&surface.q=1', 'surface.q', 'q'],
    ['surface=rosenbrock&surface.a=much', 'surface.a', 'number'],
    ['surface=rosenbrock&domain=0,1,0,1', 'domain', 'only for a formula'],
    ['formula=x^^2', 'formula', 'position'],
    ['formula=x^2&domain=1,0,0,1', 'domain', 'xmin < xmax'],
    ['formula=x^2&surface=ackley', 'surface', 'the formula is used'],
    ['teams=adamm', 'teams', 'adam'],
    ['teams=adam(lr=-1)', 'teams', 'lr of team 1 must'],
    ['teams=adam(lr=)', 'teams', 'lr'],
    ['teams=adam(0.1)', 'teams', 'has no name'],
    ['teams=adam(lr=0.1', 'teams', 'brackets'],
    ['teams=adam++sgd', 'teams', 'optimizer'],
    ['schedule=cosine(total=x)', 'schedule', 'total'],
    ['schedule=cosine(', 'schedule', 'brackets'],
    ['clip=0', 'clip must', 'Use none for no clipping'],
    ['clip.value=0', 'clip.value must', 'Use none for no clipping'],
    ['noise=-1', 'noise', 'noise'],
    ['batch=0.5', 'batch must', 'a whole number from 1'],
    ['sam=-1', 'sam must', 'Use 0 for none'],
    ['centralize=1', 'centralize must', 'be on or off'],
    ['starts=grid(0)', 'starts', 'count'],
    ['starts=points(1)', 'starts', 'did not fit'],
    ['starts=points(1:2,3)', 'starts', 'point 2 must be written as x:y'],
    ['starts=normal(10,center=1)', 'starts', 'center'],
    ['steps=1.5', 'steps', 'whole number'],
    ['steps=0x10', 'steps', 'number'],
    ['steps=', 'steps', 'number'],
    ['seed=-1', 'seed', 'seed'],
    ['stop.gradient=-1', 'stop.gradient must', 'Use 0 for never'],
    ['stop.loss=low', 'stop.loss', 'Use none for never'],
    ['height=tall', 'height', 'linear, log, rank'],
    ['hidden=0', 'hidden', 'team numbers'],
    ['hidden=2', 'hidden', 'no team 2'],
    ['colors=0', 'colors', 'colour numbers from 1'],
    ['colors=2,3', 'colors', '2 colours for 1 team'],
    ['trails=1000', 'trails', 'from 0 to 256'],
    ['size=0', 'size', 'from 1 to 12'],
    ['axes=maybe', 'axes', 'on or off'],
    ['theme=blue', 'theme', 'auto, dark, light'],
    ['speed=0', 'speed', 'from 1'],
    ['camera=1,2,3', 'camera', 'azimuth'],
    ['camera=0,91,3,0,0,0', 'camera', 'elevation'],
    ['inspect=1', 'inspect', 'such as 1.20'],
    ['inspect=0.1', 'inspect', 'counted from 1'],
    ['inspect=2.1', 'inspect', 'there is only team 1'],
    ['inspect=1.999999', 'inspect', 'no trajectory 999,999'],
    ['starts=points(1:1)&inspect=1.2', 'inspect', 'there is only trajectory 1'],
    ['colour=red', 'colour', 'unknown key'],
    ['steps=10%', 'steps', 'percent-encoding'],
    ['steps=10&steps=20', 'steps', 'more than once'],
  ])('%s is reported, and everything else is used', (hash, key, phrase) => {
    const { state: decoded, problems } = decodeState(`#${hash}&minima=off`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(key);
    expect(problems[0]).toContain(phrase);
    // Words of the JSON that nobody wrote into the address.
    expect(problems[0]).not.toMatch(
      /optimizers|hyper|params|clipNorm|clipValue|batchSize|gradientNorm|null|true|\.id\b|\.kind\b/,
    );
    expect(decoded.view.minima).toBe(false);
    expect(parseRunSpec(decoded.spec)).toEqual(decoded.spec);
  });

  it('judges each value alone', () => {
    const { state: decoded, problems } = decodeState(
      'teams=adam(lr=0.1,beta1=2,beta2=0.5)+nonsense+sgd(lr=0.2)&steps=9',
    );
    expect(problems).toEqual([
      expect.stringContaining('beta1'),
      expect.stringContaining('team 2: unknown optimizer'),
    ]);
    expect(decoded.spec.optimizers).toEqual([
      { id: 'adam', hyper: { lr: 0.1, beta2: 0.5 } },
      { id: 'sgd', hyper: { lr: 0.2 } },
    ]);
    expect(decoded.spec.steps).toBe(9);
  });

  it('reads what other programs have escaped', () => {
    const { state: decoded, problems } = decodeState(
      '#formula=%28x%20y%29%5E2%2Bk&teams=adam%28lr%3D1e%2B0%29%2Bsgd',
    );
    expect(problems).toEqual([]);
    expect(decoded.spec.surface).toMatchObject({ formula: '(x y)^2+k', params: { k: 1 } });
    expect(decoded.spec.optimizers).toEqual([
      { id: 'adam', hyper: { lr: 1 } },
      { id: 'sgd', hyper: {} },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('', 'teams=', 'starts=', 'formula=', 'surface.', '%'),
        (text, key) => {
          const { state: decoded } = decodeState(`#${key}${text}`);
          expect(parseRunSpec(decoded.spec)).toEqual(decoded.spec);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('round trip', () => {
  it('reads back every state that it wrote', () => {
    fc.assert(
      fc.property(anyState, (original) => {
        expect(decodeState(`#${encodeState(original)}`)).toEqual({ state: original, problems: [] });
      }),
      { numRuns: 300 },
    );
  });
});

/** A finite double of any size, without −0, which no surface can tell from 0. */
const anyNumber = fc
  .oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 }),
    fc.integer({ min: -99, max: 99 }),
  )
  .map((value) => value + 0);
const positive = fc.double({ noNaN: true, min: 1e-30, max: 1e30 });
const anyPoint = fc.tuple(anyNumber, anyNumber);
const anyCount = fc.integer({ min: 1, max: 10_000_000 });

const someOf = <T>(fields: Record<string, fc.Arbitrary<T>>) => fc.record(fields, { requiredKeys: [] });

const anySurface = fc.oneof(
  fc.constantFrom(...surfaces).chain(({ id, parameters }) =>
    fc.record({
      id: fc.constant(id),
      params: someOf(
        Object.fromEntries(
          parameters.map(({ name, min, max, integer }) => [
            name,
            integer
              ? fc.integer({ min, max })
              : fc.double({ noNaN: true, min, max }).map((value) => value + 0),
          ]),
        ),
      ),
    }),
  ),
  fc.record({
    formula: fc.constantFrom('x^2+k y^2', '(1-x)^2+k*y', 'k·x×y−3'),
    params: fc.record({ k: anyNumber }),
    domain: fc
      .tuple(
        fc.integer(),
        fc.integer({ min: 1, max: 1000 }),
        anyNumber.map((v) => v / 1e29),
        fc.integer({ min: 1, max: 9 }),
      )
      .map(([x, width, y, height]) => [x, x + 1000 * width, y, y + height]),
  }),
);

const anyTeam = fc
  .constantFrom(...optimizers)
  .chain(({ id, hyper }) => fc.record({ id: fc.constant(id), hyper: arbitraryValues(hyper) }));

const anySchedule = fc
  .constantFrom(...schedules)
  .chain(({ id, params }) => fc.record({ id: fc.constant(id), params: arbitraryValues(params) }));

const anyStarts = fc.oneof(
  fc.record({ kind: fc.constantFrom('grid', 'uniform'), count: anyCount }),
  fc.record({ kind: fc.constant('normal'), count: anyCount, center: fc.option(anyPoint), spread: positive }),
  fc.record({ kind: fc.constant('ring'), count: anyCount, center: fc.option(anyPoint), radius: positive }),
  fc.record({ kind: fc.constant('points'), points: fc.array(anyPoint, { minLength: 1, maxLength: 9 }) }),
);

const anySpec = fc
  .record({
    surface: anySurface,
    optimizers: fc.array(anyTeam, { minLength: 1, maxLength: 5 }),
    schedule: anySchedule,
    gradient: fc.record({
      noise: fc.oneof(fc.constant(0), positive),
      batchSize: fc.integer({ min: 1, max: 1_000_000 }),
      sam: fc.oneof(fc.constant(0), positive),
      clipNorm: fc.option(positive),
      clipValue: fc.option(positive),
      centralize: fc.boolean(),
    }),
    starts: anyStarts,
    steps: fc.integer({ min: 0, max: 1_000_000 }),
    stop: fc.record({ gradientNorm: fc.oneof(fc.constant(0), positive), loss: fc.option(anyNumber) }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  })
  .map((value) => parseRunSpec(value));

/** Cameras as the address has them: hundredths of a degree, thousandths of a unit. */
const rounded = (digits: number, min: number, max: number) =>
  fc
    .integer({ min: Math.ceil(min * 10 ** digits), max: max * 10 ** digits })
    .map((value) => value / 10 ** digits);
const anyCamera = fc.record({
  azimuth: rounded(2, -360, 360),
  elevation: rounded(2, -90, 90),
  distance: rounded(3, 0.001, 20),
  target: fc.tuple(rounded(3, -2, 2), rounded(3, -2, 2), rounded(3, -2, 2)),
});

const countOf = ({ starts }: AppState['spec']): number =>
  starts.kind === 'points' ? starts.points.length : starts.count;

const anyState: fc.Arbitrary<AppState> = anySpec.chain((spec) =>
  fc.record({
    spec: fc.constant(spec),
    view: fc.record({
      heightScale: fc.constantFrom(...heightScales),
      hidden: fc.subarray(spec.optimizers.map((_, team) => team)),
      colors: fc.array(fc.nat(MAX_TEAMS - 1), { maxLength: spec.optimizers.length }).map(shortest),
      trails: fc.integer({ min: 0, max: 256 }),
      pointSize: fc.double({ noNaN: true, min: 1, max: 12 }),
      contours: fc.boolean(),
      axes: fc.boolean(),
      minima: fc.boolean(),
      theme: fc.constantFrom(...themes),
      speed: fc.double({ noNaN: true, min: 1, max: 1e5 }),
      camera: fc.option(anyCamera),
      inspect: fc.option(
        fc.record({
          team: fc.integer({ min: 0, max: spec.optimizers.length - 1 }),
          index: fc.nat(countOf(spec) - 1),
          step: fc.option(fc.nat(1_000_000)),
        }),
      ),
    }),
  }),
);
