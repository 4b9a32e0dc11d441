/** Sends a message to the process that started this one by `fork`. Where it has ended meanwhile, nobody needs this one: it exits. */
export function sendToParent(message: object): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const settle = (error: Error | null) => (error === null ? resolve() : process.exit())
  process.send?.(message, settle)
  return promise
}
