import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { Dicer } from '@fastify/busboy'
import { maxPictureBytes } from '#lib/api/limits.ts'
import { DomainError } from '#lib/core/errors.ts'
import { isReportField } from '#lib/printers/report.ts'
import { readLimited } from './limited-body.ts'
import { bodyTooLarge, maxBodyBytes } from './limits.ts'
import { findBoundary, type PartHeader, parsePartHeader } from './part-header.ts'
import { saveToTemporaryFile } from './temporary-file.ts'

/** A body taken apart: texts as sent, the picture in a file of its own. */
export interface BodyParts {
  /** Known fields only. From a form every value is text; from JSON it is what JSON made of it. */
  fields: ReadonlyMap<string, unknown>
  origin: 'form' | 'json'
  imagePath: string | null
}

const maxParts = 32
const maxFieldBytes = 16 * 1024

/**
 * Streams a multipart body; the part named `imageField` goes to a file. `Dicer` only splits. What a part means is decided here,
 * because the parser above it passes over parts that it can't name, and a caller should be told of them.
 * @throws DomainError `malformed-multipart`, `too-many-parts`, `duplicate-field`, `image-not-file`, `body-too-large`
 */
export async function readMultipart(
  request: Request,
  temporaryDir: string,
  imageField = 'image',
): Promise<BodyParts> {
  const boundary = findBoundary(request.headers.get('content-type') ?? '')
  const fields = new Map<string, unknown>()
  let isImageTaken = false
  let imagePath: string | null = null

  async function takePart(part: Readable, header: PartHeader): Promise<void> {
    if (fields.has(header.name) || (header.name === imageField && isImageTaken))
      throw new DomainError('duplicate-field', `"${header.name}" was sent twice. Send it once.`)
    if (header.name === imageField) {
      if (!header.isFile)
        throw new DomainError(
          'image-not-file',
          `Send "${imageField}" as a file part, with a filename: curl -F ${imageField}=@snapshot.jpg`,
        )
      isImageTaken = true
      imagePath = await saveToTemporaryFile(part, temporaryDir, maxPictureBytes)
    } else if (isReportField(header.name)) {
      fields.set(header.name, null) // at once, so that a second one is seen while this one still comes
      fields.set(header.name, await readText(part))
    } else {
      part.resume() // an unknown field changes nothing
    }
  }

  try {
    await splitParts(readLimited(request, maxBodyBytes), boundary, takePart)
    return { fields, origin: 'form', imagePath }
  } catch (error) {
    if (imagePath !== null) await rm(imagePath, { force: true })
    throw error
  }
}

/** Calls `take` for every part as it comes; settles when all are taken, or with the first fault, when nothing runs any more. */
async function splitParts(
  body: Readable,
  boundary: string,
  take: (part: Readable, header: PartHeader) => Promise<void>,
): Promise<void> {
  const dicer = new Dicer({ boundary, maxHeaderPairs: 20 })
  const parts: Readable[] = []
  const taken: Promise<void>[] = []
  let headerCount = 0
  try {
    await new Promise<void>((resolve, reject) => {
      body.once('error', reject)
      dicer.once('error', (cause) => reject(malformed('It ends before its last boundary.', cause)))
      dicer.once('finish', resolve)
      dicer.on('part', (part: Readable) => {
        parts.push(part)
        part.on('error', () => undefined) // the dicer tells
        part.once('header', (lines) => {
          headerCount += 1
          try {
            if (headerCount > maxParts)
              throw new DomainError('too-many-parts', `A report has at most ${maxParts} parts.`)
            // Dicer's typing says `object`; it is lower-case names with their values.
            const header = parsePartHeader(lines as Record<string, string[]>)
            const taking = take(part, header)
            taken.push(taking)
            taking.catch(reject)
          } catch (error) {
            reject(error)
          }
        })
      })
      body.pipe(dicer)
    })
    await Promise.all(taken)
    if (headerCount < parts.length) throw malformed('A part has no header.')
  } catch (error) {
    // Nothing more of the body is wanted: stop reading it, and let no part write on.
    body.unpipe(dicer)
    body.destroy()
    // With an error, because a pipeline never hears of a source that was destroyed without one.
    for (const part of parts) part.destroy(new Error('The body was refused'))
    await Promise.allSettled(taken)
    throw error
  }
}

async function readText(part: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of part as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxFieldBytes) throw bodyTooLarge(maxFieldBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function malformed(detail: string, cause?: unknown): DomainError {
  return new DomainError('malformed-multipart', `The multipart body can't be read. ${detail}`, {
    cause,
  })
}
