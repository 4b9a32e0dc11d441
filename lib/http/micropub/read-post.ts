import { rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { DomainError } from '#lib/core/errors.ts'
import { readLimited, saveToTemporaryFile } from '../body-stream.ts'
import { maxPhotoBytes, maxPostBytes, maxPostTextBytes } from '../limits.ts'
import { findBoundary, type PartHeader, readPartText, splitParts } from '../multipart.ts'
import { readJsonObject, readText } from '../text-body.ts'

/** What an app has sent: a form's fields in their order, or JSON, and pictures in temporary files. */
export type PostBody =
  | { kind: 'form'; fields: [string, string][]; uploads: string[] }
  | { kind: 'json'; value: Record<string, unknown>; uploads: [] }

/**
 * Reads the body of a request, streams its pictures to files in `temporaryDir`, and passes both to `process`. No temporary file outlives the
 * call.
 * @param fileField name of the parts that are pictures, without brackets
 * @throws DomainError `unsupported-media-type`, `malformed-*`, `body-too-large`, and what `process` throws
 */
export async function withPostBody<T>(
  request: Request,
  temporaryDir: string,
  fileField: 'photo' | 'file',
  process: (body: PostBody) => Promise<T>,
): Promise<T> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (type === 'application/json') {
    const value = await readJsonObject(request, maxPostTextBytes)
    return await process({ kind: 'json', value: value as Record<string, unknown>, uploads: [] }) // an object, as JSON has them
  }
  if (type === 'application/x-www-form-urlencoded') {
    const text = await readText(request, 'malformed-form', maxPostTextBytes)
    return await process({ kind: 'form', fields: [...new URLSearchParams(text)], uploads: [] })
  }
  if (type !== 'multipart/form-data')
    throw new DomainError(
      'unsupported-media-type',
      'Send a form, multipart/form-data with pictures, or application/json.',
    )
  const uploads: string[] = []
  try {
    return await process(await readMultipart(request, temporaryDir, fileField, uploads))
  } finally {
    // The re-encoded picture is next to it until it is moved.
    for (const path of uploads)
      for (const end of ['', '-clean.jpg', '-clean.png', '-clean.webp', '-clean.gif'])
        await rm(path + end, { force: true })
  }
}

async function readMultipart(
  request: Request,
  temporaryDir: string,
  fileField: string,
  uploads: string[],
): Promise<PostBody> {
  const fields: [string, string][] = []
  const readPart = async (part: Readable, { name, isFile }: PartHeader) => {
    const isPhoto = isFile && name.replace(/\[\d*\]$/, '') === fileField
    // In the order in which they were sent, whichever is read first.
    if (isPhoto) {
      const index = uploads.push('') - 1
      uploads[index] = await saveToTemporaryFile(part, temporaryDir, maxPhotoBytes)
    } else if (isFile)
      throw new DomainError(
        'unsupported-media-type',
        `“${name}” can’t be a file here. Send pictures as “${fileField}”.`,
      )
    else {
      const field: [string, string] = [name, '']
      fields.push(field)
      field[1] = await readPartText(part, maxPostTextBytes)
    }
  }
  const boundary = findBoundary(request.headers.get('content-type') ?? '')
  await splitParts(readLimited(request, maxPostBytes), boundary, readPart)
  return { kind: 'form', fields, uploads }
}
