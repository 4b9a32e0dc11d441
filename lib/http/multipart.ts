import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { Dicer } from '@fastify/busboy'
import { maxPictureBytes } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import { isReportField } from '#lib/printers/report.ts'
import { readLimited, saveToTemporaryFile } from './body-stream.ts'
import { bodyTooLarge, maxBodyBytes } from './limits.ts'

/** A parsed body: texts as sent, the picture in a temporary file. */
export interface BodyParts {
  /** Known fields only. Every value of a form is text; those of JSON are as parsed. */
  fields: ReadonlyMap<string, unknown>
  origin: 'form' | 'json'
  imagePath: string | null
}

const maxParts = 32
const maxFieldBytes = 16 * 1024
const maxPartHeaders = 20
const maxPartHeaderBytes = 8 * 1024

/**
 * Streams a multipart body; the part named `imageField` goes to a file. `Dicer` only splits the parts, and this code interprets
 * them: Busboy's own parser silently skips parts that it can't name, and the client should learn of them.
 * @throws DomainError `malformed-multipart`, `too-many-parts`, `duplicate-field`, `image-not-file`, `body-too-large`
 */
export async function readMultipart(
  request: Request,
  temporaryDir: string,
  imageField = 'image',
): Promise<BodyParts> {
  const boundary = findBoundary(request.headers.get('content-type') ?? '')
  const fields = new Map<string, unknown>()
  let hasImage = false
  let imagePath: string | null = null

  async function readPart(part: Readable, header: PartHeader): Promise<void> {
    if (fields.has(header.name) || (header.name === imageField && hasImage))
      throw new DomainError('duplicate-field', `"${header.name}" was sent twice. Send it once.`)
    if (header.name === imageField) {
      if (!header.isFile)
        throw new DomainError(
          'image-not-file',
          `"${imageField}" has no filename. Send it as a file part: curl -F ${imageField}=@snapshot.jpg`,
        )
      hasImage = true
      imagePath = await saveToTemporaryFile(part, temporaryDir, maxPictureBytes)
    } else if (isReportField(header.name)) {
      fields.set(header.name, null) // at once, so that a duplicate is noticed while this one is still arriving
      fields.set(header.name, await readPartText(part))
    } else if (header.name === '_charset_') {
      assertUtf8(await readPartText(part))
    } else {
      part.resume() // an unknown field changes nothing
    }
  }

  try {
    await splitParts(readLimited(request, maxBodyBytes), boundary, readPart)
    return { fields, origin: 'form', imagePath }
  } catch (error) {
    if (imagePath !== null) await rm(imagePath, { force: true })
    throw error
  }
}

/** Calls `read` for every part as it arrives. Settles when all are read, or after the first error, when nothing runs any more. */
export async function splitParts(
  body: Readable,
  boundary: string,
  read: (part: Readable, header: PartHeader) => Promise<void>,
): Promise<void> {
  const dicer = new Dicer({ boundary, maxHeaderPairs: maxPartHeaders + 1 })
  const parts: Readable[] = []
  const reading: Promise<void>[] = []
  let headerCount = 0
  try {
    await new Promise<void>((resolve, reject) => {
      body.once('error', reject)
      dicer.once('error', (cause) => reject(malformed('It ends before its final boundary.', cause)))
      dicer.once('finish', resolve)
      dicer.on('part', (part: Readable) => {
        parts.push(part)
        part.on('error', () => undefined) // the dicer reports it
        part.once('header', (lines) => {
          headerCount += 1
          try {
            if (headerCount > maxParts)
              throw new DomainError('too-many-parts', `A form has at most ${maxParts} parts.`)
            // Dicer's type is `object`; it maps lower-case names to values.
            const header = parsePartHeader(lines as Record<string, string[]>)
            const done = read(part, header)
            reading.push(done)
            done.catch(reject)
          } catch (error) {
            reject(error)
          }
        })
      })
      body.pipe(dicer)
    })
    await Promise.all(reading)
    if (headerCount < parts.length) throw malformed('A part has no header.')
  } catch (error) {
    // Stop reading the body and every part of it.
    body.unpipe(dicer)
    body.destroy()
    // With an error: a pipeline doesn't notice a source that is destroyed without one.
    for (const part of parts) part.destroy(new Error('The body was rejected'))
    await Promise.allSettled(reading)
    throw error
  }
}

/**
 * HTML forms name their encoding in a field `_charset_`.
 * @throws DomainError `malformed-form` for any but UTF-8, because the other fields would be misread
 */
export function assertUtf8(charset: string): void {
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset.trim()))
    throw new DomainError(
      'malformed-form',
      'The field _charset_ must be UTF-8. Send all text in it.',
    )
}

export async function readPartText(part: Readable, maxBytes = maxFieldBytes): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of part as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) throw bodyTooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function malformed(detail: string, cause?: unknown): DomainError {
  return new DomainError('malformed-multipart', `The multipart body can't be read. ${detail}`, {
    cause,
  })
}

export interface PartHeader {
  name: string
  /** It has a filename. The filename itself is never used. */
  isFile: boolean
}

/**
 * The boundary of a multipart content type.
 * @throws DomainError `malformed-multipart` where it is missing or invalid (RFC 2046: 1-70 characters)
 */
export function findBoundary(contentType: string): string {
  const match = /;\s*boundary=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType)
  const boundary = match?.[1] ?? match?.[2] ?? ''
  if (!/^[\w'()+,./:=? -]{1,70}$/.test(boundary) || boundary.endsWith(' '))
    throw new DomainError(
      'malformed-multipart',
      'The Content-Type has no valid boundary of 1 to 70 characters. Let the HTTP client build the body.',
    )
  return boundary
}

/**
 * Parses a part's headers (names in lower case).
 * @throws DomainError `malformed-multipart` where it has no name, is itself multipart, or has too many headers
 */
function parsePartHeader(lines: Record<string, string[]>): PartHeader {
  const headers = Object.entries(lines).flatMap(([name, values]) =>
    values.map((value) => name.length + value.length),
  )
  // Dicer drops what is above its own limits without a word.
  if (
    headers.length > maxPartHeaders ||
    headers.reduce((sum, bytes) => sum + bytes, 0) > maxPartHeaderBytes
  )
    throw malformedPart(
      `has more than ${maxPartHeaders} headers or ${maxPartHeaderBytes} bytes of them`,
    )
  const disposition = lines['content-disposition']?.[0] ?? ''
  if (!/^form-data\s*;/i.test(disposition))
    throw malformedPart('has no Content-Disposition: form-data')
  const name = /;\s*name=(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(disposition)
  const text = name?.[1] ?? name?.[2] ?? ''
  if (text === '') throw malformedPart('has no name')
  if (/;\s*name\*/i.test(disposition)) throw malformedPart('has an encoded name (name*=)')
  if (/^multipart\//i.test(lines['content-type']?.[0] ?? ''))
    throw malformedPart('is itself multipart')
  return { name: text, isFile: /;\s*filename\*?=/i.test(disposition) }
}

function malformedPart(what: string): DomainError {
  return new DomainError('malformed-multipart', `A part of the multipart body ${what}.`)
}
