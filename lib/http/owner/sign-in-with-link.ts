import { DomainError } from '#lib/core/errors.ts'
import type { Owner } from '#lib/owner/owner.ts'
import type { SignedIn } from '#lib/owner/sessions.ts'
import type { Client } from '#lib/owner/types.ts'
import { linkInput } from './inputs.ts'
import {
  type Call,
  cookieHeader,
  limitFailures,
  openRoute,
  privateJson,
  seeOther,
} from './owner-route.ts'
import { isForm, readInput } from './read-input.ts'

/**
 * A route that takes a link's secret: as JSON from the page's script, or from the page's form where there is no script.
 * @param page where the form is, and shows what went wrong
 * @param home where the owner goes afterwards
 */
export function signInWithLink(
  { page, home }: { page: string; home: string },
  signIn: (owner: Owner, secret: string, client: Client) => Promise<SignedIn>,
) {
  async function handle({ request, owner, client }: Call<object>): Promise<Response> {
    const isFromForm = isForm(request)
    try {
      const signedIn = await limitFailures(request, async () => {
        const { token } = await readInput(request, linkInput)
        return await signIn(owner, token, client)
      })
      const headers = cookieHeader(signedIn)
      return isFromForm ? seeOther(home, headers) : privateJson({}, headers)
    } catch (error) {
      if (!isFromForm || !(error instanceof DomainError)) throw error
      return seeOther(`${page}?problem=${error.code}`)
    }
  }
  return openRoute({ POST: handle })
}
