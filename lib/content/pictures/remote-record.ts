import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { leadsOut, outsideMessage } from '#lib/core/leads-out.ts'
import { ContentError } from '../content-errors.ts'

/** In the content folder, so that fetched pictures are versioned with the posts. */
export const recordFile = 'remote/record.json'

const schema = z.record(z.url(), z.object({ file: z.string(), fetchedAt: z.iso.datetime() }))

/** Fetched remote pictures: URL to a file relative to the content folder. */
export type RemoteRecord = z.output<typeof schema>

/**
 * Reads the record that `npm run images:fetch` writes; empty if it never ran.
 * @throws ContentError if the record is invalid
 */
export async function readRemoteRecord(contentDir: string): Promise<RemoteRecord> {
  if (await leadsOut(contentDir, recordFile))
    throw new ContentError([{ file: recordFile, line: null, message: outsideMessage }])
  const text = await readFile(join(contentDir, recordFile), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw error
    },
  )
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    const message = 'is not a record of fetched pictures; delete it and run npm run images:fetch'
    throw new ContentError([{ file: recordFile, line: null, message }])
  }
}
