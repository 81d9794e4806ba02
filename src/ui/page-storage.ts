/** The browser's storage, or null where it is forbidden: then the very name throws. */
export function pageStorage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
