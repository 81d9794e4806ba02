import type { Engine, Evaluation } from '../engine/engine.ts';
import { type EvaluateRequest, parseEvaluateRequests } from '../engine/parse-evaluate-request.ts';
import { parseJson } from '../engine/parse-json.ts';
import { planSurface } from '../engine/plan-run.ts';
import { oneOf, parseArguments } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { readInput } from './input.ts';
import { jsonArray, jsonNumber, jsonPair } from './json.ts';
import { engineKinds, withEngine } from './open-engine.ts';
import type { Output } from './output.ts';
import type { Verb } from './verb.ts';

/** `ravine evaluate [FILE|-] [--engine cpu|gpu]` */
export const evaluateVerb: Verb = async (args, { output, stdin }) => {
  const { values, positionals } = parseArguments(args, { engine: { type: 'string', default: 'cpu' } }, 1);
  const kind = oneOf('--engine', values.engine, engineKinds);
  const requests = parseEvaluateRequests(parseJson(await readInput(positionals[0], stdin)));
  await withEngine(kind, (engine) => writeResults(requests, engine, output));
  return exitCodes.success;
};

async function writeResults(
  requests: readonly EvaluateRequest[],
  engine: Engine,
  output: Output,
): Promise<void> {
  await output.write('{"results":[');
  for (const [i, { surface, points }] of requests.entries()) {
    if (i > 0) await output.write(',');
    const evaluation = await engine.evaluate(
      { surface: planSurface(surface) },
      Float64Array.from(points.flat()),
    );
    await writeEvaluation(evaluation, output);
  }
  await output.write(']}\n');
}

/** Numbers joined into one piece of text at a time; a result may be longer than one string can be. */
const PIECE = 4096;

async function writeEvaluation(evaluation: Evaluation, output: Output): Promise<void> {
  const { loss, gradientX, gradientY, hessianXX, hessianXY, hessianYY } = evaluation;
  const fields: [string, (i: number) => string][] = [
    ['loss', (i) => jsonNumber(loss[i])],
    ['gradient', (i) => jsonPair(gradientX[i], gradientY[i])],
    [
      'hessian',
      (i) => `[${jsonNumber(hessianXX[i])},${jsonNumber(hessianXY[i])},${jsonNumber(hessianYY[i])}]`,
    ],
  ];
  for (const [k, [name, entry]] of fields.entries()) {
    await output.write(`${k === 0 ? '{' : ','}"${name}":[`);
    for (let from = 0; from < loss.length; from += PIECE) {
      const n = Math.min(PIECE, loss.length - from);
      await output.write(`${from === 0 ? '' : ','}${jsonArray(n, (i) => entry(from + i)).slice(1, -1)}`);
    }
    await output.write(']');
  }
  await output.write('}');
}
