/** The contract's exit statuses. `noResult`: bad input, or whatever else keeps a command from its result. */
export const exitCodes = { success: 0, checkFailed: 1, noResult: 2 } as const;
