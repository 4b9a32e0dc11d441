import { useMutation } from '@tanstack/react-query'
import type { ApiMentions } from '#lib/api/admin-mentions.ts'
import { Field } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { Action } from '../notifications/channel-section.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'
import { useChange } from './use-mentions.ts'

interface RulesProps {
  onChanged: (text: string) => void
}

/** What is accepted without asking, and from where nothing is. */
export function MentionRules({
  acceptsKnown,
  blocks,
  onChanged,
}: RulesProps & { acceptsKnown: ApiMentions['accepts_known']; blocks: ApiMentions['blocks'] }) {
  const known = useChange(
    ['PATCH', 'mentions', { accepts_known: !acceptsKnown }],
    `Mentions of known sites ${acceptsKnown ? 'wait for you' : 'are shown at once'}.`,
    onChanged,
  )
  const block = useMutation({
    mutationFn: (values: FormValues) => requestAdmin('POST', 'mentions/blocks', values),
    onSuccess: (_, { value }) => onChanged(`${value} is blocked.`),
  })
  return (
    <>
      <section className="page-section">
        <h2 className="section-label">Known sites</h2>
        <div>
          <label className="admin-check">
            <input
              aria-disabled={known.isPending}
              checked={acceptsKnown}
              onChange={() => known.isPending || known.mutate()}
              type="checkbox"
            />{' '}
            Accept known sites at once
          </label>
          <p className="admin-facts">
            A site is known when you have accepted a mention of it and haven’t rejected that since.
          </p>
          <Problem error={known.error} />
        </div>
      </section>
      <section className="page-section">
        <h2 className="section-label">Blocked</h2>
        <div className="min-w-0">
          {blocks.length > 0 && (
            <ul className="admin-rows mb-6">
              {blocks.map((value) => (
                <Blocked key={value} onChanged={onChanged} value={value} />
              ))}
            </ul>
          )}
          <Form button="Block" change={block} subject="value">
            <Field
              hint="A domain with its subdomains, such as example.org, or the beginning of an author’s address, such as https://example.org/ann."
              label="Domain or author"
              maxLength={2000}
              name="value"
              required
            />
          </Form>
        </div>
      </section>
    </>
  )
}

function Blocked({ value, onChanged }: RulesProps & { value: string }) {
  const unblock = useChange(
    ['DELETE', 'mentions/blocks', { value }],
    `${value} is allowed again.`,
    onChanged,
  )
  return (
    <li className="admin-row">
      <p className="wrap-anywhere">{value}</p>
      <div className="admin-actions">
        <Action change={unblock} name={value}>
          Unblock
        </Action>
      </div>
      <Problem error={unblock.error} />
    </li>
  )
}
