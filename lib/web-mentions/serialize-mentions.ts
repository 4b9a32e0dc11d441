import type { ApiMention, ApiMentions, MentionFilter } from '#lib/api/admin-mentions.ts'
import type { ModerateMentions } from './moderate-mentions.ts'
import type { Mention } from './types.ts'

const pageLength = 50

/** What the owner's page shows. */
export async function getMentionsPage(
  moderate: ModerateMentions,
  { state, before }: { state: MentionFilter; before: number | null },
  now: Date,
): Promise<ApiMentions> {
  const [found, waiting, blocks, { acceptsKnown }] = await Promise.all([
    moderate.list(state, before, pageLength + 1),
    moderate.countWaiting(),
    moderate.listBlocks(),
    moderate.getSettings(),
  ])
  const mentions = found.slice(0, pageLength)
  return {
    at: now.toISOString(),
    mentions: mentions.flatMap((mention) => serializeMention(mention, state)),
    next_before: found.length > pageLength ? (mentions.at(-1)?.id ?? null) : null,
    waiting,
    blocks: blocks.map(({ value }) => value),
    accepts_known: acceptsKnown,
  }
}

/** None where it wasn't verified. */
function serializeMention(mention: Mention, state: MentionFilter): ApiMention[] {
  const { id, source, sourceHost, target, content, receivedAt } = mention
  if (content === null) return []
  return [
    {
      id,
      state,
      kind: content.kind,
      source,
      source_host: sourceHost,
      target,
      author_name: content.authorName,
      author_url: content.authorUrl,
      text: content.text,
      received_at: receivedAt.toISOString(),
    },
  ]
}
