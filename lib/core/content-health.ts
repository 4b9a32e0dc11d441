import { singleton } from './singleton.ts'

/** What the log, the metrics and `/api/health` say about the content folder; they must not load the content to do so. */
interface ContentHealth {
  /** Errors in files that are left out or incomplete; null until the content was read. */
  errors: number | null
  /** The errors that were logged. */
  reported: readonly string[]
}

export function getContentHealth(): ContentHealth {
  return singleton('content-health', () => ({ errors: null, reported: [] }) as ContentHealth)
}
