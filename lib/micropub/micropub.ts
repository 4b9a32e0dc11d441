import { dirname, relative } from 'node:path/posix'
import { toIssues } from '#lib/content/content-errors.ts'
import { parsePermalink } from '#lib/content/model/resolve-route.ts'
import type { Post } from '#lib/content/model/types.ts'
import { checkPost } from '#lib/content/read/check-post.ts'
import type { RetiredPaths } from '#lib/content/read/retired-paths.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import { listPhotos } from './members.ts'
import { formatForFile, prepareNewPost, renderPost } from './new-post.ts'
import { type CleanPhoto, cleanPhoto, findPublishedPhoto, publishPhoto } from './photos.ts'
import { editPost, readProperties } from './post-file.ts'
import {
  createPost,
  deletePost,
  type PostText,
  readPost,
  replacePost,
  undeletePost,
} from './post-folder.ts'
import {
  applyUpdate,
  invalid,
  type Properties,
  requireStatus,
  texts,
  type Update,
} from './properties.ts'

/** The content folder as the site shows it, as much of it as is needed here. */
export interface ShownContent extends Pick<RetiredPaths, 'withdrawn'> {
  posts: readonly Pick<Post, 'path' | 'file' | 'date' | 'ordinal' | 'tags'>[]
  unlisted: readonly { kind: string; path: string; file: string }[]
}

export interface MicropubParts {
  contentDir: string
  siteUrl: string
  getTimeZone(): string
  getContent(): Promise<ShownContent>
  /** Waits until the site shows the folder as it is now. @returns whether it did in time */
  waitUntilShown(isShown: ((content: ShownContent) => boolean) | null): Promise<boolean>
  clean: CleanPhoto
  record(entry: NewLogEntry): Promise<void>
  now(): Date
}

/** Who does it, for the log. */
export interface Author {
  appName: string
  /** It may write drafts only. */
  isDrafting: boolean
}

export interface Created {
  url: string
  /** Else it will be in a while: its pictures are still being prepared. */
  isShown: boolean
}

const maxListed = 100

export type Micropub = ReturnType<typeof createMicropub>

/** What apps do with the owner's posts: a post is a file in the content folder, as the owner would write it. */
export function createMicropub(parts: MicropubParts) {
  const { contentDir, siteUrl, now } = parts

  const record = (author: Author, action: string, path: string) =>
    parts.record({ at: now(), action, details: { app: author.appName, path }, sessionId: null })

  /** @throws DomainError `invalid-fields` for an address of another site */
  function toPath(url: string): string {
    const given = URL.parse(url, siteUrl)
    if (given === null || given.origin !== siteUrl)
      throw invalid(`${url} isn’t an address of this site.`)
    return given.pathname.replace(/(?<=.)\/$/, '')
  }

  /** A post's file, also of a draft: that has its permalink in its folders. @throws DomainError `not-found` */
  async function requirePost(url: string): Promise<PostText & { path: string }> {
    const path = toPath(url)
    const { posts, unlisted } = await parts.getContent()
    const shown = [...posts, ...unlisted.filter(({ kind }) => kind === 'post')].find(
      (one) => one.path === path,
    )
    const isPermalink = /^\/\d{4}\/\d{2}\/\d{2}\/\d{1,4}(?:\/[A-Za-z0-9][\w.-]*)?$/.test(path)
    const guesses = isPermalink ? [`blog${path}.md`, `blog${path}/index.md`] : []
    for (const file of shown === undefined ? guesses : [shown.file]) {
      const found = await readPost(contentDir, file)
      if (found !== null) return { ...found, path }
    }
    throw new DomainError('not-found', `There is no post at ${url}.`)
  }

  /** A post that the site couldn't show would be gone, and its app would not know. @throws DomainError `invalid-fields` */
  function requireShowable(file: string, text: string): void {
    try {
      checkPost(file, text, parts.getTimeZone())
    } catch (error) {
      const why = toIssues(error, file).map(({ message }) => message)
      throw invalid(`Nothing was saved. The site couldn’t show this post: ${why.join(', ')}.`)
    }
  }

  /** The lowest number of the day that no post's address has, nor had. */
  async function findFirstOrdinal(day: string): Promise<number> {
    const { posts, withdrawn } = await parts.getContent()
    const former = [...withdrawn].flatMap((path) => parsePermalink(path) ?? [])
    const used = [...posts, ...former].filter(({ date }) => date === day)
    return Math.max(-1, ...used.map(({ ordinal }) => ordinal ?? -1)) + 1
  }

  /**
   * Publishes a post, or stores a draft.
   * @param uploads temporary files, which the caller deletes
   * @throws DomainError `invalid-fields`, `image-unsupported-format`, `content-read-only`
   */
  async function create(
    author: Author,
    given: Properties,
    uploads: readonly string[],
  ): Promise<Created> {
    const properties = author.isDrafting ? { ...given, 'post-status': ['draft'] } : given
    const alts = texts(properties['mp-photo-alt'])
    const sent = uploads.map((path) => ({ path, isTemporary: true }))
    const named = listPhotos(properties.photo ?? [])
    const local = await Promise.all(
      named.map(({ src }) => findPublishedPhoto(contentDir, siteUrl, src)),
    )
    const before = { ...properties, ...(sent.length + named.length > 0 && { photo: ['photo'] }) }
    const post = prepareNewPost(before, { timeZone: parts.getTimeZone(), now: now() })
    const pictures = []
    for (const { path } of sent)
      pictures.push({ path: await cleanPhoto(parts.clean, path), isTemporary: true })
    for (const path of local) if (path !== null) pictures.push({ path, isTemporary: false })
    const firstOrdinal = await findFirstOrdinal(post.day)
    const { ordinal } = await createPost(
      contentDir,
      { ...post, firstOrdinal, pictures },
      (number, names) => {
        const left = [...names]
        const all = [
          ...sent.map((_, index) => ({ value: left.shift(), alt: alts[index] ?? '' })),
          ...named.map(({ src, alt }, index) => ({
            value: local[index] === null ? src : left.shift(),
            alt: alt || (alts[sent.length + index] ?? ''),
          })),
        ]
        const text = renderPost(
          { ...post, properties: { ...post.properties, ...(all.length > 0 && { photo: all }) } },
          number,
        )
        requireShowable('blog/post.md', text)
        return text
      },
    )
    const path = [
      '',
      ...post.day.split('-'),
      ordinal,
      ...(post.name === '' ? [] : [post.name]),
    ].join('/')
    await record(author, post.isDraft ? 'draft-created' : 'post-created', path)
    const isPublic = !post.isDraft && post.at.instant <= now()
    const isShown =
      !isPublic ||
      (await parts.waitUntilShown(({ posts, unlisted }) =>
        [...posts, ...unlisted].some((one) => one.path === path),
      ))
    return { url: siteUrl + path, isShown }
  }

  /** @throws DomainError `not-found`, `invalid-fields`, `settings-changed`, `content-read-only` */
  async function update(author: Author, url: string, change: Update): Promise<void> {
    const post = await requirePost(url)
    const before = readProperties(post.file, post.text)
    const after = await localize(post.file, applyUpdate(before, change))
    requireStatus(after)
    const at = formatForFile(now(), parts.getTimeZone())
    const text = editPost(post.file, post.text, { before, after, now: at })
    if (text === post.text) return
    requireShowable(post.file, text)
    await replacePost(contentDir, post, text)
    await record(author, 'post-changed', post.path)
    await parts.waitUntilShown(null)
  }

  /** The site's own pictures, as the post's page needs them. */
  async function localize(file: string, properties: Properties): Promise<Properties> {
    if (properties.photo === undefined) return properties
    const toRelative = async (value: string) => {
      const found = await findPublishedPhoto(contentDir, siteUrl, value)
      return found === null
        ? value
        : relative(dirname(file), `public${value.slice(siteUrl.length)}`)
    }
    const photo = await Promise.all(
      properties.photo.map(async (one) =>
        typeof one === 'string'
          ? await toRelative(one)
          : { ...Object(one), value: await toRelative(String(Object(one).value)) },
      ),
    )
    return { ...properties, photo }
  }

  return {
    create,
    update,

    async delete(author: Author, url: string): Promise<void> {
      const { file, path } = await requirePost(url)
      await deletePost(contentDir, file, path)
      await record(author, 'post-deleted', path)
      await parts.waitUntilShown(({ posts }) => posts.every((one) => one.path !== path))
    },

    async undelete(author: Author, url: string): Promise<void> {
      const path = toPath(url)
      const file = await undeletePost(contentDir, path)
      await record(author, 'post-restored', path)
      const { text = '' } = (await readPost(contentDir, file)) ?? {}
      const isDraft = readProperties(file, text)['post-status']?.[0] === 'draft'
      if (!isDraft)
        await parts.waitUntilShown(({ posts, unlisted }) =>
          [...posts, ...unlisted].some((one) => one.path === path),
        )
    },

    /** @returns the address of an uploaded picture */
    async upload(path: string): Promise<string> {
      const cleaned = await cleanPhoto(parts.clean, path)
      return siteUrl + (await publishPhoto(contentDir, cleaned, now()))
    },

    /** A post's properties, as `q=source` has them. */
    async source(url: string): Promise<Properties> {
      const { file, text, path } = await requirePost(url)
      return { ...readProperties(file, text), url: [siteUrl + path] }
    },

    /** The newest posts. */
    async list(limit: number): Promise<Properties[]> {
      const { posts } = await parts.getContent()
      const found: Properties[] = []
      for (const { file, path } of posts.slice(0, Math.min(limit, maxListed))) {
        const post = await readPost(contentDir, file)
        if (post !== null) found.push({ ...readProperties(file, post.text), url: [siteUrl + path] })
      }
      return found
    },

    /** All tags, most used first. */
    async listCategories(filter: string): Promise<string[]> {
      const counts = new Map<string, number>()
      for (const { tags } of (await parts.getContent()).posts)
        for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
      return [...counts.keys()]
        .filter((tag) => tag.includes(filter.toLowerCase()))
        .sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b, 'en'))
    },
  }
}
