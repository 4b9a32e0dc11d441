import type { SignInChoices } from '#lib/api/admin.ts'
import { AdminShell } from './admin-shell.tsx'
import { LinkForm } from './link-form.tsx'
import { LinkTokenScript } from './link-token.tsx'
import { PasskeySignIn } from './passkey-sign-in.tsx'

interface Props {
  siteTitle: string
  choices: SignInChoices
  /** What the form without JavaScript has caused. */
  problem: string | null
}

/** In the place of every page of the admin area, for a browser without a session. */
export function SignIn({ siteTitle, choices, problem }: Props) {
  if (!choices.isClaimed) return <Claim problem={problem} siteTitle={siteTitle} />
  return (
    <AdminShell isSignedIn={false} siteTitle={siteTitle}>
      <LinkTokenScript />
      <div className="admin-door">
        <h1 className="headline headline-long">Sign in</h1>
        <PasskeySignIn choices={choices} />
        <section className="mt-10">
          <h2 className="subtitle">With a link</h2>
          <p className="mt-2">
            Run this on the server, where the site’s files are. It prints a link that works once,
            within fifteen minutes.
          </p>
          <LinkCommand />
          <LinkForm button="Sign in" path="sign-in/link" problem={problem} />
        </section>
      </div>
    </AdminShell>
  )
}

export function Claim({ siteTitle, problem }: Omit<Props, 'choices'>) {
  return (
    <AdminShell isSignedIn={false} siteTitle={siteTitle}>
      <LinkTokenScript />
      <div className="admin-door">
        <h1 className="headline headline-long">This site has no owner yet</h1>
        <p className="lead mt-6">
          Whoever has the link that the site printed when it started becomes its owner.
        </p>
        <p className="mt-6">
          It is the line with “claim” in the site’s log, and in the file <code>claim-link</code> in
          its data folder. Only the link of the newest start works. This prints another one, on the
          server:
        </p>
        <LinkCommand />
        <LinkForm button="Claim this site" path="claim" problem={problem} />
      </div>
    </AdminShell>
  )
}

/** In the image there is no npm. */
function LinkCommand() {
  return (
    <>
      <pre className="admin-command">
        <code>npm run admin -- link</code>
      </pre>
      <p className="mt-2 text-quiet text-small">
        In the container: <code>node cli/admin/main.ts link</code>
      </p>
    </>
  )
}
