import { AsyncLocalStorage } from 'node:async_hooks'
import { singleton } from './singleton.ts'

const getNotes = () => singleton('noted-tags', () => new AsyncLocalStorage<Set<string>>())

/** Makes a response, and adds to `tags` what it turns out to show of the content. */
export function noteTags<T>(tags: Set<string>, make: () => T): T {
  return getNotes().run(tags, make)
}

/** Called by whatever reads something that may change. Nothing happens where no response is made for the public cache. */
export function noteTag(tag: string): void {
  getNotes().getStore()?.add(tag)
}
