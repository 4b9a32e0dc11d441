import { firstText, nestedProperties, type Properties, texts } from './properties.ts'

/* Which member of a post's front matter has which property of an h-entry. The text is the content. */

const renamed = [
  ['name', 'title'],
  ['summary', 'tagline'],
  ['category', 'tags'],
] as const
const memberOf = new Map<string, string>(renamed)
const nameOf = new Map<string, string>(renamed.map(([name, member]) => [member, name]))
const lists = ['tags', 'in-reply-to', 'like-of', 'repost-of', 'bookmark-of', 'syndication']
/** Other members that this site gives a meaning, which no property may set by its name. */
const reserved =
  /^(?:title|tagline|tags|slug|date|description|ordinal|math|thumbnail|draft|unlisted|listed|layout|permalink|aliases)$/
/** Set together, or not kept. */
const apart =
  /^(?:content|published|updated|created|post-status|visibility|url|access-token|h|mp-.*|photo)$/

interface Photo {
  /** A file next to the post, or an address. */
  src: string
  alt: string
}

/** The members of the front matter for properties, without dates. `null`: it is to be removed. */
export function toMembers(properties: Properties): Record<string, unknown> {
  const members: Record<string, unknown> = {}
  for (const [name, values] of Object.entries(properties)) {
    if (apart.test(name) || reserved.test(name)) continue
    const member = memberOf.get(name) ?? name
    if (values.length === 0) members[member] = null
    else if (lists.includes(member)) members[member] = toList(member, values)
    else if (name === 'location') members[member] = describeLocation(values[0])
    else members[member] = values.length === 1 && typeof values[0] !== 'object' ? values[0] : values
  }
  if (properties.photo !== undefined) members.photo = toPhotos(properties.photo)
  const visibility = firstText(properties.visibility)
  if (visibility === 'unlisted') members.unlisted = true
  if (visibility === 'private' || visibility === 'protected') members.visibility = 'private'
  if (visibility === 'public') Object.assign(members, { unlisted: null, visibility: null })
  return members
}

/** A page that a post responds to may come with what is known of it. */
function toList(member: string, values: readonly unknown[]): string[] | string {
  const found = values.flatMap((value) => {
    if (typeof value === 'string') return [value.trim()]
    return texts(nestedProperties(value).url)
  })
  return member === 'tags' || found.length > 1 ? found : (found[0] ?? '')
}

export function listPhotos(values: readonly unknown[]): Photo[] {
  return values.flatMap((value) => {
    if (typeof value === 'string') return [{ src: value, alt: '' }]
    const { value: src, alt } = value as { value?: unknown; alt?: unknown }
    return typeof src === 'string' ? [{ src, alt: typeof alt === 'string' ? alt : '' }] : []
  })
}

function toPhotos(values: readonly unknown[]): (Photo | string)[] | null {
  const photos = listPhotos(values)
  return photos.length === 0 ? null : photos.map((one) => (one.alt === '' ? one.src : one))
}

/** A place's name, or its position. */
function describeLocation(value: unknown): string {
  if (typeof value === 'string') return value.replace(/^geo:([^;]+).*$/, '$1').replace(',', ', ')
  const properties = nestedProperties(value)
  const place = ['name', 'locality', 'region', 'country-name'].flatMap(
    (name) => firstText(properties[name]) ?? [],
  )
  if (place.length > 0) return place.join(', ')
  return ['latitude', 'longitude'].flatMap((name) => firstText(properties[name]) ?? []).join(', ')
}

/** The properties of a post's front matter and text, the reverse of the above. */
export function toProperties(
  data: Readonly<Record<string, unknown>>,
  body: string,
  { published, isDraft }: { published: string | null; isDraft: boolean },
): Properties {
  const properties: Properties = {}
  for (const [member, value] of Object.entries(data)) {
    const name = nameOf.get(member) ?? member
    if (value === null || value === undefined || member === 'photo') continue
    if (reserved.test(member) && !nameOf.has(member)) continue
    properties[name] = Array.isArray(value) ? value : [value]
  }
  if (typeof data.tags === 'string')
    properties.category = data.tags.split(',').map((tag) => tag.trim())
  const photos = ([data.photo ?? []].flat() as unknown[]).map((one) => {
    if (typeof one === 'string') return one
    const { src, alt } = one as { src?: unknown; alt?: unknown }
    return alt ? { value: src, alt } : src
  })
  if (photos.length > 0) properties.photo = photos
  if (body !== '') properties.content = [body]
  if (published !== null) properties.published = [published]
  properties['post-status'] = [isDraft ? 'draft' : 'published']
  if (data.unlisted === true) properties.visibility = ['unlisted']
  return properties
}
