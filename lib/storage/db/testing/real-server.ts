/**
 * Starts a real server for tests. If that fails, CI fails; elsewhere the reason is printed and the tests are skipped.
 * @returns `null` if it failed
 */
export async function startOrSkip<T>(name: string, start: () => Promise<T>): Promise<T | null> {
  try {
    return await start()
  } catch (error) {
    // biome-ignore lint/style/noProcessEnv: only tests call this, and CI is not a setting of the site
    if (process.env.CI) throw error
    console.warn(`skipped: starting ${name} failed:`, error)
    return null
  }
}
