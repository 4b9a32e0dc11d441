'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Field } from './field.tsx'
import { Form, type FormValues } from './form.tsx'
import { takeLinkToken } from './link-token.tsx'
import { requestAdmin } from './request.ts'

/** The page that wanted the session. */
function findWanted(): string {
  const { pathname, search } = location
  return pathname === '/admin/sign-in' ? '/admin' : pathname + search
}

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
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: (values: FormValues) => requestAdmin('POST', path, values),
    onSuccess: () => location.replace(path === 'claim' ? '/admin/start' : findWanted()),
  })

  useEffect(() => {
    const signIn = () => {
      const token = takeLinkToken()
      if (token !== null) mutate({ token })
    }
    signIn()
    window.addEventListener('hashchange', signIn)
    return () => window.removeEventListener('hashchange', signIn)
  }, [mutate])

  return (
    <Form
      action={`/admin/api/${path}`}
      button={button}
      change={{ mutate, isPending: isPending || isSuccess, error }}
      method="post"
      pending="Signing in…"
      subject="token"
      {...(problem !== null && { problems: { token: problem } })}
    >
      <Field label="Link" name="token" required spellCheck={false} />
    </Form>
  )
}
