'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiPasskey } from '#lib/api/admin.ts'
import { AddPasskey } from './add-passkey.tsx'
import { ConfirmButton } from './confirm-button.tsx'
import { RenameForm } from './rename-form.tsx'
import { requestAdmin } from './request.ts'

export function Passkeys({
  passkeys,
  onChanged,
}: {
  passkeys: readonly ApiPasskey[]
  onChanged: (message: string) => void
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <section className="page-section">
      <h2 className="section-label" ref={heading} tabIndex={-1}>
        Passkeys
      </h2>
      <div>
        {passkeys.length > 0 && (
          <ul className="admin-rows">
            {passkeys.map((passkey) => (
              <PasskeyRow
                isLast={passkeys.length === 1}
                key={passkey.id}
                onChanged={onChanged}
                onRemoved={() => heading.current?.focus()}
                passkey={passkey}
              />
            ))}
          </ul>
        )}
        <AddPasskey count={passkeys.length} onChanged={onChanged} />
      </div>
    </section>
  )
}

function PasskeyRow({
  passkey,
  isLast,
  onChanged,
  onRemoved,
}: {
  passkey: ApiPasskey
  isLast: boolean
  onChanged: (message: string) => void
  /** The row is gone, and with it the element that had the focus. */
  onRemoved: () => void
}) {
  const { id, name } = passkey
  const [isRenaming, setIsRenaming] = useState(false)
  const renameButton = useRef<HTMLButtonElement>(null)
  const remove = useMutation({ mutationFn: () => requestAdmin('DELETE', `passkeys/${id}`) })
  const afterRemoval = () => {
    onRemoved()
    onChanged(`The passkey “${name}” was removed.`)
  }
  const wasRenaming = useRef(false)
  useEffect(() => {
    if (wasRenaming.current && !isRenaming) renameButton.current?.focus()
    wasRenaming.current = isRenaming
  }, [isRenaming])
  return (
    <li className="admin-row">
      <div>
        {isRenaming ? (
          <RenameForm
            name={name}
            onClosed={() => setIsRenaming(false)}
            onRenamed={(newName) => onChanged(`The passkey is now named “${newName}”.`)}
            path={`passkeys/${id}`}
          />
        ) : (
          <h3 className="subtitle">{name}</h3>
        )}
        <p className="admin-facts">
          {passkey.works_here ? null : <strong>Works only at {passkey.host}. </strong>}
          {passkey.last_used_at === null ? (
            'Not used to sign in yet'
          ) : (
            <>
              Last used <Timestamp at={passkey.last_used_at} />
            </>
          )}
          , added <Timestamp at={passkey.created_at} />
        </p>
      </div>
      {!isRenaming && (
        <div className="admin-actions">
          <button
            className="text-link"
            onClick={() => setIsRenaming(true)}
            ref={renameButton}
            type="button"
          >
            Rename<span className="sr-only"> {name}</span>
          </button>
          <ConfirmButton
            button="Remove"
            change={remove}
            onClosed={afterRemoval}
            subject={name}
            title={`Remove “${name}”?`}
          >
            Sessions that it has begun end.{' '}
            {isLast &&
              'It is your only passkey: signing in again will need the server’s command line. '}
            The device keeps its half, which is of no use then.
          </ConfirmButton>
        </div>
      )}
    </li>
  )
}
