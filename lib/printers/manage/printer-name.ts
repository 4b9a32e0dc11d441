import { cleanText } from '#lib/api/clean-text.ts'

export const maxNameLength = 100

/**
 * A name that the owner gives, as it is stored: one line. `null` where nobody could see it, or where it has more characters.
 */
export function parseName(text: string, maxLength = maxNameLength): string | null {
  const name = cleanText(text).replace(/\s+/g, ' ').trim().normalize('NFC')
  return /[^\p{DI}\p{C}\p{Z}\p{M}]/u.test(name) && [...name].length <= maxLength ? name : null
}

/** Whether somebody has typed a stored name, as far as it can be seen: earlier versions kept what can't be typed. */
export function isTypedName(typed: string, name: string): boolean {
  return typed.trim() === name || (parseName(typed) ?? '') === parseName(name)
}
