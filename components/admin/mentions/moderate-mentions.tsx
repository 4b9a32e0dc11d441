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
export function ModerateMentions({ first, filter }: { first: ApiMentions; filter: MentionFilter }) {
  const queries = useQueryClient()
  const { data, refetch } = useMentions(first, filter)
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
            <p className="mt-4">{nothing[filter]}</p>
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
          {data.mentions.length === 100 && (
            <p className="admin-facts mt-4">The latest 100 are listed.</p>
          )}
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
