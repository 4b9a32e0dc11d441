import { appPaths } from '#lib/api/app-paths.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { getMicropub } from '#lib/app-context/micropub-context.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { Micropub } from '#lib/micropub/micropub.ts'
import {
  invalid,
  type Properties,
  parseFormProperties,
  parseProperties,
  parseUpdate,
} from '#lib/micropub/properties.ts'
import type { Apps } from '#lib/owner/apps/apps.ts'
import type { App } from '#lib/owner/apps/types.ts'
import { requireApp, requireScope } from '../apps/require-app.ts'
import { describeToken } from '../apps/tokens.ts'
import { isForm } from '../owner/read-input.ts'
import { type PostBody, withPostBody } from './read-post.ts'

/** What the site has pages for, as apps offer it. */
const postTypes = [
  { type: 'note', name: 'Note', properties: ['content', 'category', 'photo', 'location'] },
  {
    type: 'article',
    name: 'Article',
    properties: ['name', 'content', 'summary', 'category', 'photo'],
  },
  { type: 'photo', name: 'Photo', properties: ['photo', 'content', 'category', 'location'] },
  { type: 'reply', name: 'Reply', properties: ['in-reply-to', 'content'] },
  { type: 'like', name: 'Like', properties: ['like-of'] },
  { type: 'repost', name: 'Repost', properties: ['repost-of'] },
  {
    type: 'bookmark',
    name: 'Bookmark',
    properties: ['bookmark-of', 'name', 'content', 'category'],
  },
]
/** Nothing is copied to other sites by the site itself. */
const syndicateTo: readonly never[] = []
const listedByDefault = 20

/** What an app may know before it writes. */
export async function query(request: Request): Promise<Response> {
  const app = await requireApp(request, (await getContext()).owner.apps)
  requireScope(app, 'create', 'draft', 'update', 'delete', 'media')
  const { searchParams: given } = new URL(request.url)
  const micropub = await getMicropub()
  switch (given.get('q')) {
    // How some apps check their token.
    case null:
      return Response.json(describeToken(app))
    case 'config':
      return Response.json({
        'media-endpoint': `${getEnv().siteUrl}${appPaths.micropub}/media`,
        'syndicate-to': syndicateTo,
        'post-types': postTypes,
        q: ['config', 'source', 'syndicate-to', 'category', 'post-types'],
        properties: ['mp-slug', 'mp-photo-alt', 'post-status', 'visibility'],
      })
    case 'syndicate-to':
      return Response.json({ 'syndicate-to': syndicateTo })
    case 'post-types':
      return Response.json({ 'post-types': postTypes })
    case 'category':
      return Response.json({ categories: await micropub.listCategories(given.get('filter') ?? '') })
    case 'source':
      // Drafts too: no matter of an app that uploads pictures.
      requireScope(app, 'create', 'draft', 'update', 'delete')
      return Response.json(await findSource(micropub, given))
    default:
      throw invalid('Ask for q=config, source, syndicate-to, category or post-types.')
  }
}

async function findSource(micropub: Micropub, given: URLSearchParams): Promise<unknown> {
  const url = given.get('url')
  const names = [...given.getAll('properties[]'), ...given.getAll('properties')]
  const pick = (properties: Properties) =>
    names.length === 0
      ? properties
      : Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)))
  if (url !== null) {
    const properties = pick(await micropub.source(url))
    return names.length === 0 ? { type: ['h-entry'], properties } : { properties }
  }
  const limit = /^\d{1,3}$/.test(given.get('limit') ?? '')
    ? Number(given.get('limit'))
    : listedByDefault
  const items = await micropub.list(limit)
  return { items: items.map((properties) => ({ type: ['h-entry'], properties: pick(properties) })) }
}

/** Creates, changes, deletes or restores a post. */
export async function write(request: Request): Promise<Response> {
  const { owner, temporaryDir } = await getContext()
  const known = await findApp(request, owner.apps)
  return await withPostBody(request, temporaryDir, 'photo', async (body) => {
    const { token, rest } = takeToken(body)
    const app =
      known !== null && token === null ? known : await requireApp(request, owner.apps, token)
    return await perform(await getMicropub(), app, rest)
  })
}

/** Before any of the body is read. Only a plain form may have the token in it (RFC 6750, 2.2); then `null`. */
async function findApp(request: Request, apps: Apps): Promise<App | null> {
  const mayFollow = !request.headers.has('authorization') && isForm(request)
  return mayFollow ? null : await requireApp(request, apps)
}

function takeToken(body: PostBody): { token: string | null; rest: PostBody } {
  if (body.kind === 'json') return { token: null, rest: body }
  const isToken = ([name]: [string, string]) => name === 'access_token'
  const token = body.fields.find(isToken)?.[1] ?? null
  return { token, rest: { ...body, fields: body.fields.filter((field) => !isToken(field)) } }
}

async function perform(micropub: Micropub, app: App, body: PostBody): Promise<Response> {
  const given =
    body.kind === 'json'
      ? body.value
      : Object.fromEntries(body.fields.map(([name, value]) => [name, value]))
  const author = { appName: app.clientName, isDrafting: !app.scopes.includes('create') }
  if (given.action === undefined) {
    requireScope(app, 'create', 'draft')
    return toCreated(await micropub.create(author, readNew(body), body.uploads))
  }
  if (typeof given.url !== 'string') throw invalid('Send the address of the post as “url”.')
  switch (given.action) {
    case 'update':
      requireScope(app, 'update')
      if (body.kind !== 'json') throw invalid('Send an update as JSON.')
      await micropub.update(author, given.url, parseUpdate(given))
      return new Response(null, { status: 204 })
    case 'delete':
      requireScope(app, 'delete')
      await micropub.delete(author, given.url)
      return new Response(null, { status: 204 })
    case 'undelete':
      requireScope(app, 'delete')
      await micropub.undelete(author, given.url)
      return new Response(null, { status: 204 })
    default:
      throw invalid(`“${String(given.action)}” is unknown. Send update, delete or undelete.`)
  }
}

function readNew(body: PostBody): Properties {
  if (body.kind === 'form') {
    const kind = body.fields.find(([name]) => name === 'h')?.[1] ?? 'entry'
    if (kind !== 'entry') throw invalid(`h=${kind} is not supported. Send h=entry.`)
    return parseFormProperties(body.fields.filter(([name]) => name !== 'h'))
  }
  const { type, properties } = body.value
  if (!Array.isArray(type) || type[0] !== 'h-entry') throw invalid('Send "type": ["h-entry"].')
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
    throw invalid('Send "properties" as an object of lists.')
  return parseProperties(properties as Record<string, unknown>) // checked above
}

function toCreated({ url, isShown }: Awaited<ReturnType<Micropub['create']>>): Response {
  return new Response(null, { status: isShown ? 201 : 202, headers: { location: url } })
}

/** Stores a picture, before the post that shows it is sent. */
export async function upload(request: Request): Promise<Response> {
  const { owner, temporaryDir } = await getContext()
  const known = await findApp(request, owner.apps)
  return await withPostBody(request, temporaryDir, 'file', async (body) => {
    const { token } = takeToken(body)
    const app =
      known !== null && token === null ? known : await requireApp(request, owner.apps, token)
    requireScope(app, 'media', 'create')
    const [path, ...more] = body.uploads
    if (path === undefined || more.length > 0)
      throw new DomainError('image-not-file', 'Send one picture, as the part “file”.')
    const location = await (await getMicropub()).upload(path)
    return Response.json({ url: location }, { status: 201, headers: { location } })
  })
}
