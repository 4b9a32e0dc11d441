/**
 * One value per process, created by the first caller.
 *
 * A module-level variable is not enough: in production Next's pages and route handlers have separate copies of a module, and the
 * HTTP server has a third.
 */
export function singleton<T>(name: string, create: () => T): T {
  const key = Symbol.for(`paparazza.${name}`)
  const registry = globalThis as unknown as Record<symbol, T | undefined> // globalThis has no index signature
  const existing = registry[key]
  if (existing !== undefined) return existing
  const created = create()
  registry[key] = created
  return created
}
