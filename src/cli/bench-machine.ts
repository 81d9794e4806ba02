import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { version } from '../../package.json';
import type { BenchReport, Machine } from '../bench/report.ts';
import type { GpuDevice } from '../gpu/device.ts';

export const nodeMachine = (gpu: GpuDevice | null): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryBytes: totalmem(),
  node: process.versions.node,
  browser: null,
  gpu: gpu?.adapterName ?? null,
  isSoftware: gpu?.isSoftware ?? null,
  webgpu: gpu === null ? null : `npm webgpu ${packageVersion('webgpu')} (Dawn)`,
});

export const thisRavine = (): BenchReport['ravine'] => ({ version, commit: commitOf(import.meta.dirname) });

/** The checkout's commit, if a checkout is where this program is: a person may be in any folder. */
function commitOf(folder: string): string | null {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

function packageVersion(name: string): string {
  const { version: found } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string };
  return found;
}
