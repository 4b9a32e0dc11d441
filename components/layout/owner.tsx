import { getSite } from '#lib/site/site.ts'

/** The owner's representative h-card: readable by people and by microformats parsers. */
export function Owner({ siteUrl }: { siteUrl: string }) {
  const site = getSite()
  return (
    <section className="h-card grid content-start gap-5 only:col-span-full">
      <h1 className="headline owner-name">
        <a className="p-name u-url u-uid" href={`${siteUrl}/`} rel="me">
          {site.author.name}
        </a>
      </h1>
      {site.author.photo !== null && (
        <data className="u-photo" hidden value={new URL(site.author.photo, siteUrl).href} />
      )}
      {site.tagline !== null && <p className="lead">{endSentence(site.tagline)}</p>}
      {site.author.bio !== null && (
        <p className="p-note max-w-[26em] text-quiet">{site.author.bio}</p>
      )}
      {site.profiles.length > 0 && (
        <ul className="-mx-2 flex flex-wrap">
          {site.profiles.map(({ label, url }) => (
            <li key={url}>
              <a
                className="u-url text-link inline-flex min-h-11 items-center px-2"
                href={url}
                rel="me"
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** With a full stop, unless it ends with a mark of its own. */
function endSentence(text: string): string {
  return /[\p{L}\p{N})”’"]$/u.test(text) ? `${text}.` : text
}
