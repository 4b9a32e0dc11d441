/** @throws RangeError */
export function checkLimit(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 200)
    throw new RangeError(`A page has 1 to 200 entries, not ${limit}.`)
  return limit
}
