import type { MentionBlock } from './ports.ts'

/** @returns a domain, or an author's URL; `null` where the text is neither */
export function parseBlock(text: string): string | null {
  const value = text.trim().toLowerCase()
  if (/^https?:/.test(value)) return URL.parse(value)?.href ?? null
  return /^[^\s/:@]+\.[^\s/:@]+$/.test(value)
    ? (URL.parse(`http://${value}`)?.hostname ?? null)
    : null
}

/** Whether one of these blocks is of the source's domain or of the author. */
export function isBlocked(
  { sourceHost, authorUrl }: { sourceHost: string; authorUrl: string | null },
  blocks: readonly Pick<MentionBlock, 'value'>[],
): boolean {
  const author = authorUrl?.toLowerCase() ?? ''
  const hosts = [sourceHost, URL.parse(author)?.hostname]
  return blocks.some(({ value }) =>
    value.includes('/')
      ? author.startsWith(value)
      : hosts.some((host) => host === value || host?.endsWith(`.${value}`)),
  )
}
