import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../content-errors.ts'

/** Beside the posts, so that what was fetched is kept with them: `remote/record.json` and the files it names. */
export const recordFile = 'remote/record.json'

const schema = z.record(z.url(), z.object({ file: z.string(), fetchedAt: z.iso.datetime() }))

/** Remote pictures that the owner has asked for: address to a file relative to the content folder. */
export type RemoteRecord = z.output<typeof schema>

/**
 * Reads what `npm run images:fetch` has brought; empty where it never ran.
 * @throws ContentError where the record isn't one
 */
export async function readRemoteRecord(contentDir: string): Promise<RemoteRecord> {
  const text = await readFile(join(contentDir, recordFile), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}'
      throw error
    },
  )
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    const message = 'is no record of fetched pictures; delete it and run npm run images:fetch'
    throw new ContentError([{ file: recordFile, line: null, message }])
  }
}
