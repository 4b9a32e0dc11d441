import { site } from '#lib/core/site.ts'

/** The owner's profiles on other sites, next to the About page. */
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
