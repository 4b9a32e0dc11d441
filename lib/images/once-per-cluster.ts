/** Which replica does a piece of work. */
export interface Claims {
  /** Whether this process has the work now: nobody had it, it had it already, or the claim of the one that had it has expired. */
  claim(name: string, forMs: number): Promise<boolean>
  release(name: string): Promise<void>
}

/** A replica that is killed keeps its work for so long. */
const claimMs = 15_000
const lookEveryMs = 200

/**
 * Finds the result, or makes it in one replica while the others wait for it to be found. While the database is down it may be made
 * more than once, which is better than not at all.
 * @param claims `null`: there is one process
 */
export async function oncePerCluster<T>(
  claims: Claims | null,
  name: string,
  { find, make }: { find: () => Promise<T | null>; make: () => Promise<T> },
): Promise<T> {
  const found = await find()
  if (found !== null) return found
  if (claims === null) return make()
  const claim = (ifUnknown: boolean) => claims.claim(name, claimMs).catch(() => ifUnknown)
  while (!(await claim(true))) {
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
    const finished = await find()
    if (finished !== null) return finished
  }
  const renewing = setInterval(() => void claim(false), claimMs / 3)
  try {
    // Another one may have finished between the look and the claim.
    return (await find()) ?? (await make())
  } finally {
    clearInterval(renewing)
    await claims.release(name).catch(() => undefined)
  }
}
