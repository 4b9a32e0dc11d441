'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  type ApiMentions,
  type MentionFilter,
  mentionFilters,
  mentionsPath,
} from '#lib/api/admin-mentions.ts'
import { AdminMessage } from '../admin-message.tsx'
import { useAdminClock } from '../use-admin-clock.ts'
import { MentionRow } from './mention-row.tsx'
import { MentionRules } from './mention-rules.tsx'
import { refreshMentions, useMentions } from './use-mentions.ts'

const nothing: Record<MentionFilter, string> = {
  pending: 'Nothing waits for you.',
  accepted: 'None is shown yet.',
  rejected: 'None was rejected.',
}

/** What waits for the owner, what is shown, and what may be sent. */
export function ModerateMentions({
  first,
  filter,
  before,
}: {
  first: ApiMentions
  filter: MentionFilter
  /** Where the page of the list begins; `null`: with the newest. */
  before: number | null
}) {
  const queries = useQueryClient()
  const { data, refetch } = useMentions(first, filter, before)
  const nowMs = useAdminClock(data.at, () => void refetch())
  const [message, setMessage] = useState('')
  const heading = useRef<HTMLHeadingElement>(null)
  const onChanged = (text: string) => {
    setMessage(text)
    void refreshMentions(queries)
  }
  return (
    <>
      <AdminMessage text={message} />
      <section className="page-section">
        <h2 className="section-label" ref={heading} tabIndex={-1}>
          {mentionFilters.find(([state]) => state === filter)?.[1]}
        </h2>
        <div className="min-w-0">
          <Filters filter={filter} waiting={data.waiting} />
          {data.mentions.length === 0 ? (
            <p className="mt-4">{before === null ? nothing[filter] : 'None is left here.'}</p>
          ) : (
            <ol className="admin-rows mt-4">
              {data.mentions.map((mention) => (
                <MentionRow
                  key={mention.id}
                  mention={mention}
                  nowMs={nowMs}
                  onChanged={(text) => {
                    // The row goes, and with it the element that had the focus.
                    heading.current?.focus()
                    onChanged(text)
                  }}
                />
              ))}
            </ol>
          )}
          <Pages before={before} filter={filter} next={data.next_before} />
        </div>
      </section>
      <MentionRules acceptsKnown={data.accepts_known} blocks={data.blocks} onChanged={onChanged} />
    </>
  )
}

function Filters({ filter, waiting }: { filter: MentionFilter; waiting: number }) {
  return (
    <nav aria-label="Mentions by state" className="admin-actions">
      {mentionFilters.map(([state, words]) => (
        <a
          aria-current={state === filter ? 'page' : undefined}
          className="text-link inline-flex min-h-11 items-center aria-[current]:font-bold"
          href={mentionsPath(state)}
          key={state}
        >
          {words}
          {state === 'pending' &&
            waiting > 0 &&
            ` (${waiting === 1_000 ? '1,000 or more' : waiting})`}
        </a>
      ))}
    </nav>
  )
}

function Pages({
  filter,
  before,
  next,
}: {
  filter: MentionFilter
  before: number | null
  next: ApiMentions['next_before']
}) {
  if (before === null && next === null) return null
  return (
    <nav aria-label="Pages of mentions" className="admin-actions mt-4">
      {before !== null && (
        <a className="text-link inline-flex min-h-11 items-center" href={mentionsPath(filter)}>
          Newest
        </a>
      )}
      {next !== null && (
        <a
          className="text-link inline-flex min-h-11 items-center"
          href={mentionsPath(filter, next)}
        >
          Older
        </a>
      )}
    </nav>
  )
}
