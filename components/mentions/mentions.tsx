import { formatWrittenDay } from '#components/blog/written-at.tsx'
import { avatarPixels } from '#lib/api/limits.ts'
import { avatarPath } from '#lib/api/paths.ts'
import { getEngineLanguage, getSite } from '#lib/site/site.ts'
import type { Mention, MentionContent, MentionKind } from '#lib/web-mentions/types.ts'

/** What other sites say of a page, and a form for those whose site can't say it by itself. */
export function Mentions({
  mentions,
  target,
}: {
  mentions: readonly Mention[]
  /** Absolute URL of the page. */
  target: string
}) {
  if (getSite().webmentionUrl !== null) return null
  const shown = mentions.flatMap(({ id, source, avatar, content }) =>
    content === null ? [] : [{ id, source, avatar, ...content }],
  )
  const responses = shown.filter(({ kind }) => responseWords[kind] !== undefined)
  return (
    <section aria-labelledby="mentions" className="mentions" lang={getEngineLanguage()}>
      <h2 className="section-label" id="mentions">
        {shown.length === 0 ? 'Mentions' : `Mentions (${shown.length})`}
      </h2>
      <div className="mentions-body">
        {faces.map(({ kind, label, property }) => (
          <Faces
            key={kind}
            label={label}
            people={shown.filter((one) => one.kind === kind)}
            property={property}
          />
        ))}
        {responses.length > 0 && (
          <ol className="mention-list">
            {responses.map((response) => (
              <Response key={response.id} response={response} />
            ))}
          </ol>
        )}
        <MentionForm target={target} />
      </div>
    </section>
  )
}

type Shown = MentionContent & Pick<Mention, 'id' | 'source' | 'avatar'>

const faces: { kind: MentionKind; label: string; property: string }[] = [
  { kind: 'like', label: 'Liked by', property: 'u-like' },
  { kind: 'repost', label: 'Reposted by', property: 'u-repost' },
]

const responseWords: Partial<Record<MentionKind, string>> = {
  reply: 'replied',
  rsvp: 'answered the invitation',
  bookmark: 'bookmarked this',
  mention: 'mentioned this',
}

const getHost = (url: string) => (URL.parse(url)?.host ?? url).replace(/^www\./, '')
/** What a stranger links to is neither recommended nor told where its visitors come from. */
const rel = 'nofollow ugc noreferrer'

function Faces({
  label,
  people,
  property,
}: {
  label: string
  people: readonly Shown[]
  property: string
}) {
  if (people.length === 0) return null
  return (
    <div className="mention-faces">
      <h3 className="label">{label}</h3>
      <ul>
        {people.map((person) => (
          <li className={`${property} h-cite`} key={person.id}>
            <Person person={person} />
            <data className="u-url" hidden value={person.url} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A photo and a name, or the host where there is none. */
function Person({ person }: { person: Shown }) {
  const url = person.authorUrl ?? person.url
  const name = person.authorName ?? getHost(person.source)
  return (
    <span className="h-card p-author">
      <Avatar name={name} sha256={person.avatar} />{' '}
      <a className="text-link u-url p-name" href={url} rel={rel}>
        <bdi>{name}</bdi>
      </a>
    </span>
  )
}

/** The name is next to it. */
function Avatar({ sha256, name }: { sha256: string | null; name: string }) {
  if (sha256 === null)
    return (
      <span aria-hidden className="mention-avatar">
        {getInitial(name)}
      </span>
    )
  const size = avatarPixels / 2
  return (
    // biome-ignore lint/performance/noImgElement: one size, which is made already
    <img
      alt=""
      className="mention-avatar u-photo"
      decoding="async"
      height={size}
      loading="lazy"
      src={avatarPath(sha256)}
      width={size}
    />
  )
}

/** The first letter or digit as a reader sees it, with its marks. */
function getInitial(name: string): string {
  const graphemes = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment)
  return (graphemes.find((one) => /[\p{L}\p{N}]/u.test(one)) ?? graphemes[0] ?? '').toUpperCase()
}

function Response({ response }: { response: Shown }) {
  const { kind, text, url, publishedAt, source } = response
  const day = publishedAt?.toISOString().slice(0, 10)
  return (
    <li className="u-comment h-cite mention">
      <p className="text-quiet text-small">
        <Person person={response} /> {responseWords[kind]}
        {day !== undefined && (
          <>
            {' '}
            on{' '}
            <time className="dt-published" dateTime={publishedAt?.toISOString()}>
              {formatWrittenDay(day)}
            </time>
          </>
        )}
        ,{' '}
        <a className="text-link u-url" href={url} rel={rel}>
          {getHost(source)}
        </a>
      </p>
      {text !== null && (
        <p className="mention-text p-content" dir="auto">
          {text}
        </p>
      )}
    </li>
  )
}

/** Sends a webmention for sites that send none. */
function MentionForm({ target }: { target: string }) {
  return (
    <form action="/webmention" className="mention-form" method="post">
      <input name="target" type="hidden" value={target} />
      <label htmlFor="mention-source">
        Have you written about this page on your own site? Its address:
      </label>
      <div className="mention-fields">
        <input
          autoComplete="off"
          id="mention-source"
          inputMode="url"
          maxLength={2000}
          name="source"
          placeholder="https://"
          required
          type="url"
        />
        <button className="button label" type="submit">
          Send
        </button>
      </div>
      <p className="text-quiet text-small">
        It has to link here. What is found there is shown here once {getSite().author.name} has
        accepted it.
      </p>
    </form>
  )
}
