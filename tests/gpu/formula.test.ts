import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoundedEvaluator } from '../../src/formula/bounds.ts';
import { type CompiledFormula, compileFormula } from '../../src/formula/compile.ts';
import { printText } from '../../src/formula/print-text.ts';
import { printWgsl } from '../../src/formula/print-wgsl.ts';
import { functionArity } from '../../src/formula/vocabulary.ts';
import { wgslFiles } from '../../src/gpu/wgsl-files.ts';
import { compiled } from '../support/evaluate-formula.ts';
import { sharedGpu } from '../support/gpu.ts';
import { mapOnGpu } from '../support/kernel.ts';
import { randomFormula, seed } from '../support/random-formula.ts';

const params = { k: 1.5, omega_2: -0.25 };

/** Points of all sizes: a fine grid around the origin, the origin itself, axes, far and tiny ones. */
const coordinates = [
  ...Array.from({ length: 24 }, (_, i) => Math.fround(-3 + i * 0.2613)),
  ...[0, -0, 1, -1, 1e-3, -40, 700, 1e5, -1e-20, 1e20].map(Math.fround),
];
const points = coordinates.flatMap((x) => coordinates.map((y) => [x, y] as const));

/** Loss, gradient and Hessian at all points, six numbers each, by the printed WGSL. */
async function onGpu(formula: CompiledFormula): Promise<Float32Array> {
  const { device } = await sharedGpu();
  const surface = `
struct Params { p_k: f32, p_omega_2: f32 }
var<private> params: Params = Params(${params.k}f, ${params.omega_2}f);
${printWgsl(formula)}
fn everything(p: vec2f) -> array<f32, 6> {
  let at = surfaceLossGradient(p);
  let hessian = surfaceHessian(p);
  return array<f32, 6>(at.loss, at.gradient.x, at.gradient.y, hessian.x, hessian.y, hessian.z);
}`;
  const sections = [
    ...['lib/finite.wgsl', 'lib/math.wgsl'].map((name) => ({ name, text: wgslFiles[name]! })),
    { name: 'surface', text: surface },
  ];
  const [a, b] = [0, 1].map((k) => Float32Array.from(points, (point) => point[k as 0 | 1]));
  return new Float32Array(
    await mapOnGpu(device, sections, 'everything(vec2f(a, b))', 'array<f32, 6>', 6, a!, b),
  );
}

/** How the GPU's numbers for one formula stand to the bounds of another (usually the same). */
async function judge(shown: CompiledFormula, truth = shown) {
  const { graph, loss, gradient, hessian } = truth;
  const outputs = [loss, ...gradient, ...hessian];
  const [values, bounds] = [0, 1].map(() => outputs.map(() => new Float64Array(points.length)));
  const x = Float64Array.from(points, ([px]) => px);
  const y = Float64Array.from(points, ([, py]) => py);
  createBoundedEvaluator(graph, outputs).run(x, y, params, values!, bounds!);
  const got = await onGpu(shown);
  let judged = 0;
  let worst = { ratio: 0, at: '' };
  points.forEach((point, i) => {
    outputs.forEach((_, k) => {
      const bound = bounds![k]![i]!;
      if (bound === Number.POSITIVE_INFINITY) return;
      judged++;
      const difference = Math.abs(got[i * 6 + k]! - values![k]![i]!);
      // A NaN is as wrong as can be.
      const ratio = Number.isNaN(difference) ? Infinity : difference === 0 ? 0 : difference / bound;
      if (ratio > worst.ratio) {
        worst = {
          ratio,
          at: `output ${k} of ${shown.text} at ${point}: ${got[i * 6 + k]} for ${values![k]![i]} ± ${bound}`,
        };
      }
    });
  });
  return { worst, judged: judged / (points.length * outputs.length) };
}

describe('printed WGSL on a device, against float64 and its bound', () => {
  it('agrees for every function of the language, derivatives included', async () => {
    for (const name of Object.keys(functionArity)) {
      const text = functionArity[name as 'min'][0] === 2 ? `${name}(x*y, y - k)` : `${name}(k*x*y)`;
      const { worst, judged } = await judge(compiled(text, Object.keys(params)));
      expect(worst.ratio, worst.at).toBeLessThanOrEqual(1);
      expect(judged, text).toBeGreaterThan(0.2);
    }
  });

  it('agrees for random formulas', async () => {
    const formulas = fc
      .sample(randomFormula({ depth: 4 }), { numRuns: 80, seed })
      .map((ast) => compileFormula(printText(ast), { parameters: Object.keys(params) }))
      .flatMap((result) => (result.ok ? [result.compiled] : []));
    expect(formulas.length).toBeGreaterThan(40);
    let share = 0;
    for (const formula of formulas) {
      const { worst, judged } = await judge(formula);
      expect(worst.ratio, worst.at).toBeLessThanOrEqual(1);
      share += judged / formulas.length;
    }
    expect(share).toBeGreaterThan(0.5);
  });

  it('notices a coefficient that is off by one part in a hundred thousand', async () => {
    const right = compiled('(1-x)^2 + 100*(y-x^2)^2', Object.keys(params));
    const wrong = compiled('(1-x)^2 + 100.001*(y-x^2)^2', Object.keys(params));
    expect((await judge(right)).worst.ratio).toBeLessThanOrEqual(1);
    expect((await judge(wrong, right)).worst.ratio).toBeGreaterThan(2);
  });
});
