import { useMutation } from '@tanstack/react-query'
import { Clock } from '#components/printer/timestamp.tsx'
import { type ApiMention, mentionKindWords } from '#lib/api/admin-mentions.ts'
import { formatDuration } from '#lib/api/times.ts'
import { ConfirmButton } from '../confirm-button.tsx'
import { Action } from '../notifications/channel-section.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { useChange } from './use-mentions.ts'

const rel = 'nofollow noreferrer'

/** A mention, and what the owner can do with it. */
export function MentionRow({
  mention,
  nowMs,
  onChanged,
}: {
  mention: ApiMention
  nowMs: number
  onChanged: (text: string) => void
}) {
  const { id, state, source_host: host } = mention
  const author = mention.author_name ?? mention.author_url ?? host
  const path = `mentions/${id}`
  const isOfHome = mention.target === '/'
  const of = `the mention of ${author}`
  const accept = useChange(
    ['PATCH', path, { state: 'accepted' }],
    `The mention of ${author} is ${isOfHome ? 'kept' : 'shown'}.`,
    onChanged,
  )
  const reject = useChange(
    ['PATCH', path, { state: 'rejected' }],
    `The mention of ${author} was rejected.`,
    onChanged,
  )
  const remove = useMutation({ mutationFn: () => requestAdmin('DELETE', path) })
  return (
    <li className="admin-row">
      <div>
        <h3 className="subtitle wrap-anywhere">
          <bdi>{author}</bdi>
        </h3>
        {mention.text !== null && (
          <p className="mt-1 wrap-anywhere" dir="auto">
            {mention.text}
          </p>
        )}
        {isOfHome && (
          <p className="admin-facts">Only you read it here: the home page shows no mentions.</p>
        )}
        <p className="admin-facts wrap-anywhere">
          <strong>{mentionKindWords[mention.kind]}</strong> of{' '}
          <a className="text-link" href={mention.target}>
            {mention.target}
          </a>
          , received {formatDuration((nowMs - Date.parse(mention.received_at)) / 1000)} ago,{' '}
          <Clock at={new Date(mention.received_at)} nowMs={nowMs} />
          <br />
          <a className="text-link" href={mention.source} rel={rel}>
            {mention.source}
          </a>
          {mention.author_url !== null && (
            <>
              <br />
              By{' '}
              <a className="text-link" href={mention.author_url} rel={rel}>
                {mention.author_url}
              </a>
            </>
          )}
        </p>
        <div className="admin-actions">
          {state !== 'accepted' && (
            <Action change={accept} name={of}>
              {isOfHome ? 'Keep' : 'Accept'}
            </Action>
          )}
          {state !== 'rejected' && (
            <Action change={reject} name={of}>
              Reject
            </Action>
          )}
          <BlockButton onChanged={onChanged} value={host} />
          {mention.author_url !== null && (
            <BlockButton
              label="Block the author"
              onChanged={onChanged}
              value={mention.author_url}
            />
          )}
          <ConfirmButton
            button="Delete"
            change={remove}
            onClosed={() => onChanged(`The mention of ${author} was deleted.`)}
            subject={of}
            title={`Delete ${of}?`}
          >
            Nothing of it is kept. When it is sent again, it is a new one.
          </ConfirmButton>
        </div>
        <Problem error={accept.error ?? reject.error} />
      </div>
    </li>
  )
}

function BlockButton({
  label = 'Block the site',
  value,
  onChanged,
}: {
  label?: string
  value: string
  onChanged: (text: string) => void
}) {
  const block = useMutation({
    mutationFn: () => requestAdmin('POST', 'mentions/blocks', { value }),
  })
  return (
    <ConfirmButton
      button={label}
      change={block}
      onClosed={() => onChanged(`${value} is blocked.`)}
      subject={value}
      title={`Block ${value}?`}
    >
      What it has sent is rejected, and nothing more is taken from there.
    </ConfirmButton>
  )
}
