import { parseSourceFile } from './front-matter.ts'
import { parseFields } from './parse-fields.ts'
import { createPostSchema, toPostSource } from './post-source.ts'
import { decodeText } from './source-files.ts'

/**
 * Reads a post that isn't a file yet as it will be read.
 * @throws ContentError if the site would leave it out
 */
export function checkPost(file: string, text: string, timeZone: string): void {
  const source = parseSourceFile(file, decodeText(file, Buffer.from(text)))
  toPostSource(source, parseFields(source, createPostSchema(timeZone), []), timeZone)
}
