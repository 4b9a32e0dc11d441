import { DomainError } from '#lib/core/errors.ts'
import { parseBlock } from './is-blocked.ts'
import type { MentionModeration, MentionQueue, MentionSettings } from './ports.ts'
import type { MentionState } from './types.ts'

/** Who makes a change: a session of the owner's, or `null`, the command line. */
interface Author {
  sessionId: number | null
}

export type ModerateMentions = ReturnType<typeof createModerateMentions>

/** All that the owner does with webmentions. Each change is in the owner's log. */
export function createModerateMentions({
  store,
  now,
  onChanged,
}: {
  store: MentionModeration & Pick<MentionQueue, 'getMentionSettings' | 'listBlocks'>
  now(): Date
  /** What pages show has changed. */
  onChanged(): void
}) {
  const entry = (by: Author, action: string, details: Record<string, string>) => ({
    at: now(),
    action,
    details,
    sessionId: by.sessionId,
  })
  const requireBlock = (text: string): string => {
    const value = parseBlock(text)
    if (value !== null) return value
    const detail = `“${text}” is neither a domain, such as example.org, nor an author’s address, such as https://example.org/ann.`
    throw new DomainError('invalid-fields', detail, {
      fieldErrors: [{ pointer: '/value', detail }],
    })
  }
  return {
    /** The newest, or those before one. */
    list: (state: MentionState | null, before: number | null = null, limit = 100) =>
      store.listMentions({ state, before, limit }),
    /** Counted to 1,000. */
    countWaiting: () => store.countWaiting(1_000),
    listBlocks: () => store.listBlocks(),
    getSettings: () => store.getMentionSettings(),

    /** @throws DomainError `not-found` */
    async setState(by: Author, id: number, state: 'accepted' | 'rejected') {
      const changed = await store.setMentionState(
        id,
        state,
        entry(by, `mention-${state}`, { mention: String(id) }),
      )
      onChanged()
      return changed
    },

    /** Deletes all of it; sent again, it is a new one. @throws DomainError `not-found` */
    async remove(by: Author, id: number): Promise<void> {
      await store.deleteMention(id, entry(by, 'mention-deleted', { mention: String(id) }))
      onChanged()
    },

    /** Blocks a domain or an author, and rejects what there is of it. @throws DomainError `invalid-fields` */
    async block(by: Author, text: string): Promise<string> {
      const value = requireBlock(text)
      await store.insertBlock({ value, blockedAt: now() }, entry(by, 'mentions-blocked', { value }))
      onChanged()
      return value
    },

    /** @throws DomainError `invalid-fields`, `not-found` */
    async unblock(by: Author, text: string): Promise<string> {
      const value = requireBlock(text)
      await store.deleteBlock(value, entry(by, 'mentions-unblocked', { value }))
      return value
    },

    async setSettings(by: Author, settings: MentionSettings): Promise<void> {
      const known = settings.acceptsKnown ? 'on' : 'off'
      await store.setMentionSettings(settings, entry(by, 'mentions-set', { known }))
    },
  }
}
