/** What a trajectory is doing. The numbers are shared with `shaders/lib/status.wgsl`. */
export const Status = { running: 0, converged: 1, diverged: 2, nonFinite: 3 } as const;
export type Status = (typeof Status)[keyof typeof Status];

export const statusNames = ['running', 'converged', 'diverged', 'non-finite'] as const;
export type StatusName = (typeof statusNames)[number];

/**
 * One u32 per trajectory holds its status (low two bits) and the step at which it came to rest (the other thirty;
 * zero while running), so that "when" costs no memory.
 */
export const packStatus = (status: Status, step: number): number => ((step << 2) | status) >>> 0;
export const statusOf = (packed: number): Status => (packed & 3) as Status;
export const restStepOf = (packed: number): number => packed >>> 2;
