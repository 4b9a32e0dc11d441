import { EventEmitter } from 'node:events'
import { singleton } from './singleton.ts'

interface ContentEvents {
  /** The site shows another state of the content folder. Tags of the responses that it changes. */
  changed: [tags: readonly string[]]
}

/** Process-wide. The public cache of the HTTP server listens. */
export function getContentEvents(): EventEmitter<ContentEvents> {
  return singleton('content-events', () => new EventEmitter<ContentEvents>())
}
