/**
 * Starts a real server that tests need. Where it can't be had, CI fails; elsewhere the reason is printed and those tests are skipped.
 * @returns `null` where it can't be had
 */
export async function startOrSkip<T>(name: string, start: () => Promise<T>): Promise<T | null> {
  try {
    return await start()
  } catch (error) {
    // biome-ignore lint/style/noProcessEnv: only tests come here, and CI's own variable is none of the site's
    if (process.env.CI) throw error
    console.warn(`skipped: ${name} can't be started here:`, error)
    return null
  }
}
