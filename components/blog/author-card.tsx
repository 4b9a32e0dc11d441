import { getSite } from '#lib/site/site.ts'

/** The author: links to the representative h-card on the home page. */
export function AuthorCard({ siteUrl }: { siteUrl: string }) {
  const site = getSite()
  return (
    <span className="p-author h-card">
      <a className="p-name u-url" href={`${siteUrl}/`} rel="author">
        {site.author.name}
      </a>
      {site.author.photo !== null && (
        <data className="u-photo" hidden value={new URL(site.author.photo, siteUrl).href} />
      )}
    </span>
  )
}
