/** The contract's exit statuses. */
export const exitCodes = { success: 0, checkFailed: 1, badInput: 2 } as const;
