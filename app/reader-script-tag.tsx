import { getReaderScript } from '#lib/reader-script.ts'

/** The documents' script, and the applications' that have no need to count every byte. */
export function ReaderScriptTag() {
  const script = getReaderScript()
  return script === null ? null : <script defer src={script.path} />
}
