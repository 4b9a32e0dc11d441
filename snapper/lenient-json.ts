import { type JsonObject, toObject } from './json.ts'

/** What was wrong with a response that could be read nevertheless. */
type Flaw = string

/**
 * Reads an object from a printer's response: any Unicode encoding or Latin-1, comments, trailing commas, NaN and Infinity (which
 * become `null`) and raw control characters in strings. Of two equal keys the last one counts.
 * @returns `null` if it isn't a JSON object
 */
export function parseLenientJson(bytes: Buffer): { body: JsonObject; flaws: Flaw[] } | null {
  const flaws: Flaw[] = []
  const text = decodeText(bytes, flaws).replace(/(?<!\0)\0+\s*$/, '')
  const body = parse(text) ?? parse(repair(text, flaws))
  return body && { body, flaws }
}

function parse(text: string): JsonObject | null {
  try {
    return toObject(JSON.parse(text))
  } catch {
    return null
  }
}

/** By its byte order mark, else by where the zeros of an ASCII character are. */
export function decodeText(bytes: Buffer, flaws: Flaw[] = []): string {
  const isBig = (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0 && bytes[1] !== 0)
  const isLittle = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] !== 0 && bytes[1] === 0)
  const encoding = isBig ? 'utf-16be' : isLittle ? 'utf-16le' : 'utf-8'
  if (encoding !== 'utf-8') flaws.push(encoding)
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes)
  } catch {
    flaws.push('latin1')
    return bytes.toString('latin1')
  }
}

// A string and a comment may lack their end, so that each is read only once and the time is linear.
const token =
  /"(?:[^"\\]|\\.)*"?|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|\/\/[^\n]*|[+-]?\b(?:NaN|Infinity|inf|None|undefined|True|False)\b/gis

function repair(text: string, flaws: Flaw[]): string {
  const found = new Set<Flaw>()
  const withoutComments = text.replace(token, (part) => {
    if (part[0] === '"') {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none in strings.
      const printable = part.replace(/[\0-\x1f]/g, ' ')
      if (printable !== part) found.add('control characters')
      return printable
    }
    if (part[0] === '/') {
      found.add('a comment')
      return ' '
    }
    const plain = /^(true|false)$/i.test(part) ? part.toLowerCase() : 'null'
    if (plain !== part) found.add(part)
    return plain
  })
  const commas = /"(?:[^"\\]|\\.)*"?|,(?=\s*[}\]])/gs
  const repaired = withoutComments.replace(commas, (part) => {
    if (part !== ',') return part
    found.add('a trailing comma')
    return ''
  })
  flaws.push(...found)
  return repaired
}
