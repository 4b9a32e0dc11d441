/**
 * Whether a text is a path of this site for every browser. Most take a backslash for a slash and leave out line breaks and tabs, so
 * `/\evil.example` leads to another site like `//evil.example`.
 */
export function isSitePath(text: string): boolean {
  return /^\/(?![/\\])/.test(text) && !/[\p{Cc}\\]/u.test(text)
}

/** Whether a text is an address of the web as it is written: a browser takes `https:evil.example` for a path. */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^/\\?#]/i.test(text) && !/[\p{Cc}\\]/u.test(text) && URL.canParse(text)
}
