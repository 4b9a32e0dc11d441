import { EventEmitter } from 'node:events'
import { singleton } from './singleton.ts'

/** Process-wide: `changed` when the site shows another state of the content folder. The public cache of the HTTP server listens. */
export function getContentEvents(): EventEmitter<{ changed: [] }> {
  return singleton('content-events', () => new EventEmitter<{ changed: [] }>())
}
