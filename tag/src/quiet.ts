/** What `work` returns, or undefined where it throws: a page may have locked or broken anything. */
export function quiet<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
