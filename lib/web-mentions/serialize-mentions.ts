import type { ApiMention, ApiMentions, MentionFilter } from '#lib/api/admin-mentions.ts'
import type { ModerateMentions } from './moderate-mentions.ts'
import type { Mention } from './types.ts'

/** What the owner's page shows. */
export async function getMentionsPage(
  moderate: ModerateMentions,
  state: MentionFilter,
  now: Date,
): Promise<ApiMentions> {
  const [mentions, waiting, blocks, { acceptsKnown }] = await Promise.all([
    moderate.list(state),
    moderate.countWaiting(),
    moderate.listBlocks(),
    moderate.getSettings(),
  ])
  return {
    at: now.toISOString(),
    mentions: mentions.flatMap((mention) => serializeMention(mention, state)),
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
