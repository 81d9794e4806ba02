import { restStepOf, statusNames, statusOf } from '../core/status.ts';
import { jsonArray, jsonNumber, jsonPair } from './json.ts';
import type { Output } from './output.ts';
import type { TeamTrace, Trace } from './record-trace.ts';

export const traceFormats = ['json', 'csv'] as const;

/** Writes traces one run after the other, in pieces, so that no text longer than one trajectory is ever held. */
export interface TraceWriter {
  begin(): Promise<void>;
  run(trace: Trace, index: number): Promise<void>;
  end(): Promise<void>;
}

export const createTraceWriter = (format: (typeof traceFormats)[number], output: Output): TraceWriter =>
  format === 'json' ? jsonWriter(output) : csvWriter(output);

function jsonWriter(output: Output): TraceWriter {
  return {
    begin: () => output.write('{"runs":['),
    async run({ engine, plan, steps, teams }, index) {
      const head = `{"engine":"${engine}","spec":${JSON.stringify(plan.spec)},"teams":[`;
      await output.write(index === 0 ? head : `,${head}`);
      const step = JSON.stringify(steps);
      for (const [t, team] of teams.entries()) {
        const name = JSON.stringify(plan.teams[t].optimizer.id);
        await output.write(`${t === 0 ? '' : ','}{"optimizer":${name},"trajectories":[`);
        for (let k = 0; k < plan.count; k++) {
          await output.write(`${k === 0 ? '' : ','}${trajectoryJson(team, k, step)}`);
        }
        await output.write(']}');
      }
      await output.write(']}');
    },
    end: () => output.write(']}\n'),
  };
}

function trajectoryJson({ position, loss, status }: TeamTrace, k: number, step: string): string {
  const at = (i: number) => jsonPair(position[i][2 * k], position[i][2 * k + 1]);
  const positions = jsonArray(position.length, at);
  const losses = jsonArray(loss.length, (i) => jsonNumber(loss[i][k]));
  const name = statusNames[statusOf(status[k])];
  return `{"start":${at(0)},"status":"${name}","step":${step},"position":${positions},"loss":${losses}}`;
}

function csvWriter(output: Output): TraceWriter {
  return {
    begin: () => output.write('run,team,optimizer,trajectory,step,status,x,y,loss\n'),
    async run({ plan, steps, teams }, index) {
      for (const [t, team] of teams.entries()) {
        const head = `${index},${t},${plan.teams[t].optimizer.id}`;
        for (let k = 0; k < plan.count; k++)
          await output.write(trajectoryCsv(team, k, steps, `${head},${k}`));
      }
    },
    end: async () => {},
  };
}

const csvNumber = (value: number): string => (Number.isFinite(value) ? String(value) : '');

function trajectoryCsv(team: TeamTrace, k: number, steps: readonly number[], head: string): string {
  const packed = team.status[k];
  const final = statusOf(packed);
  let rows = '';
  for (const [i, step] of steps.entries()) {
    const status = statusNames[step < restStepOf(packed) ? 0 : final];
    const x = csvNumber(team.position[i][2 * k]);
    const y = csvNumber(team.position[i][2 * k + 1]);
    rows += `${head},${step},${status},${x},${y},${csvNumber(team.loss[i][k])}\n`;
  }
  return rows;
}
