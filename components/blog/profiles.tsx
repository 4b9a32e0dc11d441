import { site } from '#lib/core/site.ts'

/** Beside the page that says who this is: where else they are. */
export function Profiles() {
  const profiles: readonly { label: string; url: string }[] = site.profiles
  if (profiles.length === 0) return null
  return (
    <div className="post-facts">
      <p className="label">Elsewhere</p>
      {profiles.map(({ label, url }) => (
        <p key={url}>
          <a className="text-link" href={url} rel="me">
            {label}
          </a>
        </p>
      ))}
    </div>
  )
}
