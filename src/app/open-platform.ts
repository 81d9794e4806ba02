import { RavineError } from '../core/errors.ts';
import { createGpuPlatform } from './gpu-platform.ts';
import type { Platform } from './platform.ts';

/**
 * The platform that this browser has.
 * @param canvas on which nothing has been drawn but by WebGPU, and nothing at all where the CPU has to do
 * @param shortcoming why the CPU has to do, and what to do about it; null for the GPU
 */
export async function openPlatform(canvas: HTMLCanvasElement, shortcoming: string | null): Promise<Platform> {
  if (shortcoming === null) return createGpuPlatform();
  // Most browsers have WebGPU and never load this.
  const { createCpuPlatform } = await import('./cpu-platform.ts');
  return createCpuPlatform(canvas, shortcoming);
}

/**
 * `engine=cpu` in an address is for seeing what browsers without WebGPU show.
 * @param search of an address, such as `?engine=cpu`
 */
export function askedShortcoming(search: string): { shortcoming: string | null; problems: string[] } {
  const asked = new URLSearchParams(search).get('engine');
  if (asked === 'cpu') {
    const words =
      'The address asks for the CPU. Take “engine=cpu” out of it, and the GPU computes where there is one.';
    return { shortcoming: words, problems: [] };
  }
  const isKnown = asked === null || asked === 'gpu';
  return {
    shortcoming: null,
    problems: isKnown ? [] : [`engine: “${asked}” is neither gpu nor cpu; the default is used.`],
  };
}

/** What is wrong where devices do not stay. */
export const lossAdvice = (times: number): string =>
  new RavineError('device-lost', `The graphics device was lost ${times} times.`, {
    cure: 'Lower the trajectory count, close other pages that use the GPU, and reload.',
  }).advice;
