/**
 * One value per process, whoever asks first.
 *
 * A module's top level is not enough: in production Next gives a page and a route handler each their own copy of a
 * module, and the front door imports a third.
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
