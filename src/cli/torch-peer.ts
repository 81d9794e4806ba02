import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contender, Peer } from '../bench/contender.ts';
import { assertSameSteps, COMPARED } from '../bench/same-steps.ts';
import { RavineError } from '../core/errors.ts';
import { generateStarts } from '../engine/starts.ts';
import script from './bench-torch.py?raw';

/** Loading torch takes seconds where it was not used for long. */
const PATIENCE_MS = 60_000;

/**
 * PyTorch as two peers, with and without its fused Adam, where a Python that has it can be found: `RAVINE_PYTHON`, or
 * python3. None is found otherwise. The caller disposes.
 */
export async function findTorch(): Promise<Peer[]> {
  const python = await startPython();
  if (python === null) return [];
  const { ask, end, version } = python;
  let entered = 0;
  let open = 2;
  const peer = (name: string, fused: boolean): Peer => ({
    name,
    suits: ({ optimizer, surface }) => optimizer === 'adam' && surface === 'rosenbrock',
    async enter(task, plan): Promise<Contender> {
      const id = entered++;
      const { hyper } = plan.teams[0];
      await ask({ do: 'enter', id, fused, hyper, starts: [...generateStarts(plan)] });
      await ask({ do: 'advance', id, steps: COMPARED.steps });
      const { position } = await ask({ do: 'read', id, count: COMPARED.trajectories });
      assertSameSteps(name, plan, task.optimizer, position as number[]);
      return {
        engine: name,
        task,
        stepsPerDispatch: null,
        restart: async () => void (await ask({ do: 'restart', id })),
        advance: async (steps) => void (await ask({ do: 'advance', id, steps })),
        running: async () => null,
        // What has ended needs no leaving.
        dispose: () => void ask({ do: 'leave', id }).catch(() => {}),
      };
    },
    dispose() {
      if (--open === 0) end();
    },
  });
  return [peer(`PyTorch ${version}`, false), peer(`PyTorch ${version}, fused=True`, true)];
}

type Reply = Record<string, unknown>;

/** A Python that has loaded torch; null where there is none. */
async function startPython(): Promise<{
  version: string;
  ask(request: object): Promise<Reply>;
  end(): void;
} | null> {
  const child = spawn(process.env.RAVINE_PYTHON || 'python3', ['-c', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting: ((reply: Reply | null) => void)[] = [];
  let hasEnded = false;
  const giveUp = () => {
    hasEnded = true;
    for (const answer of waiting.splice(0)) answer(null);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    // What a Python is set up to say at its start is no answer.
    if (line.startsWith('{')) waiting.shift()?.(JSON.parse(line) as Reply);
  });
  child.on('error', giveUp);
  child.on('close', giveUp);
  child.stdin.on('error', giveUp); // a process that has ended takes nothing more
  const reply = () =>
    new Promise<Reply | null>((resolve) => {
      if (hasEnded) resolve(null);
      else waiting.push(resolve);
    });

  const timer = setTimeout(() => child.kill(), PATIENCE_MS);
  const greeting = await reply();
  clearTimeout(timer);
  if (greeting === null) return null;
  return {
    version: String(greeting.torch),
    async ask(request) {
      const answer = reply();
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const got = await answer;
      if (got !== null && got.error === undefined) return got;
      throw new RavineError('internal', `PyTorch gave up: ${got?.error ?? 'its process ended'}.`);
    },
    end: () => child.stdin.end(),
  };
}
