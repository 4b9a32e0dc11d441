/**
 * Exponential backoff in milliseconds, without jitter.
 * @param failures in a row, from 1
 */
export function getBackoffMs(
  failures: number,
  { baseMs, maxMs, factor = 2 }: { baseMs: number; maxMs: number; factor?: number },
): number {
  return Math.min(maxMs, baseMs * factor ** (failures - 1))
}
