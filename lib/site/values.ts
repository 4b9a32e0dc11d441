import { getEditDistance } from '#lib/core/similar-names.ts'
import { isWebAddress } from '#lib/core/site-path.ts'

/** @returns what is wrong with an address and what would be right; `null` for a valid one */
export function toAddress(value: string, protocols: readonly string[]): string | null {
  const url = URL.parse(value)
  const isWhole = url?.protocol === 'mailto:' || isWebAddress(value)
  if (url !== null && protocols.includes(url.protocol) && isWhole) return null
  const guess = URL.parse(`https://${value.replace(/^\/*/, '')}`)
  const isHost = guess !== null && url === null && /^[\w-]+(\.[\w-]+)+/.test(value)
  if (isHost) return `is not an address; write https://${shorten(value)}`
  return `"${shorten(value)}" is not an address; write one that begins with https://`
}

/** `null` for a language that a browser knows. */
export function findLanguageError(tag: string): string | null {
  const example = 'write a tag such as en, de or pt-BR'
  try {
    const { language } = new Intl.Locale(tag)
    const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
    if (language.length <= 3 && names.of(language) !== undefined) return null
  } catch {
    const corrected = tag.replaceAll('_', '-')
    if (corrected !== tag && findLanguageError(corrected) === null)
      return `"${shorten(tag)}" is not a language; write ${corrected}`
  }
  return `"${shorten(tag)}" is not a language; ${example}`
}

/** A time zone's name as Intl spells it, or what is wrong. */
export function findTimeZone(given: string): { name: string } | { error: string } {
  try {
    // An offset has no summer time, and browsers of two years ago don't know it.
    if (/^[A-Za-z]/.test(given))
      return { name: new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone }
  } catch {
    // The message follows.
  }
  const guess = guessTimeZone(given)
  return {
    error: `"${shorten(given)}" is not a time zone; ${guess === null ? 'write a name such as Europe/Berlin' : `did you mean ${guess}?`}`,
  }
}

function guessTimeZone(given: string): string | null {
  // The longest name has 32 characters, and comparing takes as long as both are.
  if (given.length > 60) return null
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z/]/g, '')
  const wanted = plain(given)
  const cityOf = (name: string) => name.slice(name.lastIndexOf('/') + 1)
  const [best] = Intl.supportedValuesOf('timeZone')
    .map((name) => ({
      name,
      distance: Math.min(
        getEditDistance(wanted, plain(name)),
        getEditDistance(cityOf(wanted), plain(cityOf(name))),
      ),
    }))
    .sort((a, b) => a.distance - b.distance)
  return best !== undefined && best.distance <= 2 && wanted.length > 3 ? best.name : null
}

/** A value in a message: it may be a whole page that was pasted. */
function shorten(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value
}
