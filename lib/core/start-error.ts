/** The site can't start, and its message says what the owner has to do: no stack is printed. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
