'use client'

import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useEffect, useId } from 'react'
import { takeLinkToken } from './link-token.tsx'
import { explainError, requestAdmin } from './request.ts'

/**
 * Signs in with a link: with the one that opened the page at once, or with one that is pasted. Without JavaScript it is a form.
 * @param path of the route below /admin/api/
 * @param problem what the form without JavaScript has caused
 */
export function LinkForm({
  path,
  button,
  problem,
}: {
  path: 'claim' | 'sign-in/link'
  button: string
  problem: string | null
}) {
  const id = useId()
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: (token: string) => requestAdmin('POST', path, { token }),
    onSuccess: () => location.replace('/admin'),
  })

  useEffect(() => {
    const signIn = () => {
      const token = takeLinkToken()
      if (token !== null) mutate(token)
    }
    signIn()
    window.addEventListener('hashchange', signIn)
    return () => window.removeEventListener('hashchange', signIn)
  }, [mutate])

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    mutate(String(new FormData(event.currentTarget).get('token')))
  }
  const isBusy = isPending || isSuccess
  const message = error === null ? problem : explainError(error)
  return (
    <form action={`/admin/api/${path}`} className="admin-form" method="post" onSubmit={submit}>
      <label className="label text-quiet" htmlFor={id}>
        Link
      </label>
      <input
        aria-describedby={message === null ? undefined : `${id}-problem`}
        aria-invalid={message !== null}
        autoComplete="off"
        className="field"
        id={id}
        name="token"
        required
        spellCheck={false}
        type="text"
      />
      <button className="button label" disabled={isBusy} type="submit">
        {button}
      </button>
      <p className="admin-form-message" role="status">
        {isBusy && 'Signing in…'}
      </p>
      <p className="admin-form-message" id={`${id}-problem`} role="alert">
        {!isBusy && message !== null && <span className="notice">{message}</span>}
      </p>
    </form>
  )
}
