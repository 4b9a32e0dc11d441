import { site } from '#lib/core/site.ts'

/** The author: links to the representative h-card on the home page. */
export function AuthorCard({ siteUrl }: { siteUrl: string }) {
  return (
    <span className="p-author h-card">
      <a className="p-name u-url" href={`${siteUrl}/`} rel="author">
        {site.author.name}
      </a>
      {site.author.photo !== null && (
        <data className="u-photo" hidden value={siteUrl + site.author.photo} />
      )}
    </span>
  )
}
