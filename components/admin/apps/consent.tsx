'use client'

import { useMutation } from '@tanstack/react-query'
import { describeScope, lifetimes } from '#lib/api/admin-apps.ts'
import { Check, Choice } from '../field.tsx'
import { Form, type FormValues } from '../form.tsx'
import { requestAdmin } from '../request.ts'

/** An app’s request, which the owner allows in part or whole, or denies. */
export function Consent({
  name,
  clientId,
  logo,
  unread,
  redirectHost,
  site,
  scopes,
  query,
  denyAddress,
}: {
  name: string
  clientId: string
  /** As a data URI; `null`: none. */
  logo: string | null
  unread: string | null
  redirectHost: string
  /** Host of the site, as whose owner the app knows its reader. */
  site: string
  scopes: readonly string[]
  /** The request, as the app sent it. */
  query: string
  denyAddress: string
}) {
  const allow = useMutation({
    mutationFn: ({ lifetime, ...checked }: FormValues) =>
      requestAdmin<{ address: string }>('POST', 'authorize', {
        query,
        lifetime: lifetime ?? 'unlimited',
        scopes: scopes.filter((scope) => checked[scope] === true),
      }),
    onSuccess: ({ address }) => location.replace(address),
  })
  const mayAct = scopes.some((scope) => scope !== 'profile')
  const { mutate, isPending, isSuccess, error } = allow
  return (
    <>
      <div className="flex items-center gap-5">
        {logo !== null && (
          // biome-ignore lint/performance/noImgElement: a data URI
          <img alt="" className="consent-logo" height="64" src={logo} width="64" />
        )}
        <h1 className="headline headline-long">
          {mayAct ? `Allow ${name}?` : `Sign in at ${name}?`}
        </h1>
      </div>
      <p className="lead mt-6">
        <bdi className="break-words">{clientId}</bdi>{' '}
        {mayAct ? 'wants to act for you at' : 'wants to know that you are the owner of'} {site}.
      </p>
      {unread !== null && (
        <p className="notice mt-4">{unread} Allow it only if you have just come from it.</p>
      )}
      <Form
        button={mayAct ? 'Allow' : 'Sign in'}
        change={{ mutate, isPending: isPending || isSuccess, error }}
        onCancel={() => location.replace(denyAddress)}
        pending="Going back to the app…"
        staysFilled
        values={{
          ...Object.fromEntries(scopes.map((scope) => [scope, true])),
          lifetime: 'unlimited',
        }}
      >
        {scopes.length > 0 && (
          <fieldset className="mb-4">
            <legend className="label mb-2 text-quiet">It may</legend>
            {scopes.map((scope) => (
              <Check key={scope} label={describeScope(scope)} name={scope} />
            ))}
          </fieldset>
        )}
        {mayAct && <Choice label="For how long" name="lifetime" options={lifetimes} />}
        <p className="admin-facts mb-2">
          You go back to {redirectHost}.
          {mayAct && ' You can remove the app’s access at any time, on the page Apps.'}
        </p>
      </Form>
    </>
  )
}
