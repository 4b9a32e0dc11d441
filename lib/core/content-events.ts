import { EventEmitter } from 'node:events'
import { singleton } from './singleton.ts'

export interface ContentChange {
  /** Of the responses that it changes; the same list as that of `changed`. */
  tags: readonly string[]
  /** Runs `make` with the state that is shown next. */
  withNext<T>(make: () => T): T
  /** The change waits for this. It must not reject. */
  waitFor(work: Promise<void>): void
}

interface ContentEvents {
  /** Before documents are changed: visitors still get the state before. */
  changing: [change: ContentChange]
  /** The site shows another state of the content folder. Tags of the responses that it changes. */
  changed: [tags: readonly string[]]
}

/** Process-wide. The public cache of the HTTP server listens. */
export function getContentEvents(): EventEmitter<ContentEvents> {
  return singleton('content-events', () => new EventEmitter<ContentEvents>())
}
