import { type JSONVisitor, type ParseError, visit } from 'jsonc-parser'
import { DomainError } from '#lib/core/errors.ts'
import { isReportField } from '#lib/printers/report.ts'
import { readLimited } from './body-stream.ts'
import { maxTextBytes } from './limits.ts'
import { assertUtf8, type BodyParts } from './multipart.ts'

const maxDepth = 8

/** @throws DomainError `malformed-form`, `duplicate-field`, `image-not-file`, `body-too-large` */
export async function readForm(request: Request): Promise<BodyParts> {
  const fields = new Map<string, unknown>()
  const text = await readText(request, 'malformed-form')
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const [name = '', value = ''] = decodePair(pair)
    if (name === 'image') throw imageAsText()
    if (name === '_charset_') assertUtf8(value)
    if (!isReportField(name)) continue
    if (fields.has(name))
      throw new DomainError('duplicate-field', `"${name}" was sent twice. Send it once.`)
    fields.set(name, value)
  }
  return { fields, origin: 'form', imagePath: null }
}

/**
 * Decodes a name or value. Bytes that aren't UTF-8 become U+FFFD, which the field's own validation rejects by name; the platform's
 * form decoder would hide them.
 */
function decodePair(pair: string): string[] {
  return pair.split(/=(.*)/s, 2).map((part) => {
    const spaced = part.replaceAll('+', ' ')
    try {
      return decodeURIComponent(spaced)
    } catch {
      return '\uFFFD'
    }
  })
}

/** @throws DomainError `malformed-json`, `not-an-object`, `duplicate-field`, `image-not-file`, `body-too-large` */
export async function readJson(request: Request): Promise<BodyParts> {
  const value = await readJsonObject(request)
  if (Object.hasOwn(value, 'image')) throw imageAsText()
  const fields = new Map(Object.entries(value).filter(([name]) => isReportField(name)))
  return { fields, origin: 'json', imagePath: null }
}

/** @throws DomainError `malformed-json`, `not-an-object`, `body-too-large` */
export async function readJsonObject(request: Request, maxBytes = maxTextBytes): Promise<object> {
  const text = await readText(request, 'malformed-json', maxBytes)
  validateJson(text)
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new DomainError(
      'not-an-object',
      'The body is JSON, but not an object. Send {"name": value}.',
    )
  return value
}

/** Rejects duplicate keys, of which `JSON.parse` silently keeps the last, and deep nesting, since it is recursive. */
function validateJson(text: string): void {
  if (measureDepth(text) > maxDepth)
    throw new DomainError('malformed-json', `The JSON is nested deeper than ${maxDepth} levels.`)
  const names: Set<string>[] = []
  const malformed = (detail: string) => {
    throw new DomainError('malformed-json', `The body is not valid JSON: ${detail}.`)
  }
  const visitor: JSONVisitor = {
    onObjectBegin: () => {
      names.push(new Set())
    },
    onObjectEnd: () => {
      names.pop()
    },
    onObjectProperty: (name) => {
      const seen = names.at(-1)
      if (seen?.has(name)) malformed(`duplicate key ${JSON.stringify(name)}`)
      seen?.add(name)
    },
    onError: (_: ParseError['error'], offset: number) => malformed(`error at character ${offset}`),
  }
  visit(text, visitor, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: false,
  })
}

/**
 * How deep arrays and objects are nested, in one pass. A regular expression that skips strings is quadratic where a string never
 * ends.
 */
function measureDepth(text: string): number {
  let depth = 0
  let deepest = 0
  let isString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (isString && character === '\\') index += 1
    else if (character === '"') isString = !isString
    else if (!isString && (character === '[' || character === '{'))
      deepest = Math.max(deepest, ++depth)
    else if (!isString && (character === ']' || character === '}')) depth -= 1
  }
  return deepest
}

/** @throws DomainError `code`, `body-too-large` */
export async function readText(
  request: Request,
  code: 'malformed-form' | 'malformed-json',
  maxBytes = maxTextBytes,
) {
  const chunks: Buffer[] = []
  for await (const chunk of readLimited(request, maxBytes)) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  try {
    // Keeps a byte order mark, which is then rejected like any other stray character.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new DomainError(code, 'The body is not valid UTF-8.', { cause })
  }
}

function imageAsText(): DomainError {
  return new DomainError(
    'image-not-file',
    'The picture was sent as text. Send it as a file part of multipart/form-data.',
  )
}
