import { cleanText } from '#lib/api/clean-text.ts'

export const maxNameLength = 100

/** A name for a printer, a job or a token, as it is stored; `null` where it is empty or has more than 100 characters. */
export function parseName(text: string): string | null {
  const name = cleanText(text).trim().normalize('NFC')
  return name !== '' && [...name].length <= maxNameLength ? name : null
}
