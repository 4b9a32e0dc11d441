import { site } from '#lib/core/site.ts'

/** The owner's representative h-card: readable by people and by microformats parsers. */
export function Owner({ siteUrl }: { siteUrl: string }) {
  return (
    <section className="h-card grid content-start gap-5">
      <h1 className="headline owner-name">
        <a className="p-name u-url u-uid" href={`${siteUrl}/`} rel="me">
          {site.author.name}
        </a>
      </h1>
      {site.author.photo !== null && (
        <data className="u-photo" hidden value={siteUrl + site.author.photo} />
      )}
      <p className="lead">{site.tagline}.</p>
      <p className="p-note max-w-[26em] text-quiet">{site.author.bio}</p>
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
    </section>
  )
}
