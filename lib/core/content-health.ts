import { singleton } from './singleton.ts'

/** What is wrong in the content folder, as it was logged. */
interface ContentFaults {
  settings: readonly string[]
  /** Of files that are left out or incomplete; null until the content was read. */
  documents: readonly string[] | null
}

/** For the log, the metrics and `/api/health`, which must not load the content to know it. */
export function getContentFaults(): ContentFaults {
  return singleton('content-faults', () => ({ settings: [], documents: null }) as ContentFaults)
}

/** Null until the content was read. */
export function countContentErrors(): number | null {
  const { settings, documents } = getContentFaults()
  return documents === null ? null : settings.length + documents.length
}
