/** Without percent-encoding; unchanged where that is malformed. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
