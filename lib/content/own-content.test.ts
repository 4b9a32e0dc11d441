import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { getPost, getProject } from './model/get-documents.ts'
import { resolveRoute } from './model/resolve-route.ts'
import type { Content, DocumentBody, Post } from './model/types.ts'
import { openContent } from './open-content.ts'

const root = join(import.meta.dirname, '../..')
const firstPath = '/2021/02/07/0/grafana-debugging'

let cacheDir = ''
let content: Content
let first: Post & DocumentBody
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'content-'))
  content = await openContent({
    contentDir: join(root, 'content'),
    cacheDir,
    rootDir: root,
    siteUrl: 'https://site.example',
    timeZone: 'America/Los_Angeles',
    hasDrafts: true,
  })
  const post = await getPost(content, firstPath)
  if (post === null) throw new Error('The first post has no permalink')
  first = post
})
afterAll(() => rm(cacheDir, { recursive: true }))

describe('the content of this repository', () => {
  it('has no warnings', () => {
    expect(content.warnings).toEqual([])
  })

  it('loads nothing from other sites', () => {
    for (const { frameOrigins } of [...content.posts, ...content.projects, ...content.pages])
      expect(frameOrigins).toEqual([])
  })

  it('has no broken links to its own pages', async () => {
    const documents = [...content.posts, ...content.projects, ...content.pages]
    const known = new Set(documents.map(({ path }) => path))
    // The site's own routes; see app/.
    const routes = ['/printer', '/projects', '/atom.xml', '/rss.xml', '/feed.json']
    for (const document of documents) {
      const { html } = await content.readBody(document)
      for (const [, href = ''] of html.matchAll(/href="(\/[^"#]*)/g)) {
        if (href.startsWith('/assets/') || routes.includes(href)) continue
        const isThere = known.has(href) || resolveRoute(content, href) !== null
        expect(isThere, `${document.file} links to ${href}`).toBe(true)
      }
    }
  })
})

describe('the first post', () => {
  it('shows seven redrawn figures, one diagram, and the manifest that deploy/ ships', () => {
    expect(first.html.match(/<figure[^>]*><div class="scroll drawing /g)).toHaveLength(7)
    expect(first.feedHtml.match(/<img src="\S+\/assets\/[a-z-]+-\w{12}\.svg"/g)).toHaveLength(7)
    expect(first.html.match(/<figure class="diagram"/g)).toHaveLength(1)
    expect(first.html).toContain(
      '<figcaption><code>deploy/snapper-cronjob.yaml</code></figcaption>',
    )
    const manifest = readFileSync(join(root, 'deploy/snapper-cronjob.yaml'), 'utf8').trim()
    const [, code = ''] = /<pre class="code"[^>]*><code>([\s\S]*?)<\/code>/.exec(first.html) ?? []
    const shown = code
      .replaceAll(/<[^>]+>/g, '')
      .replaceAll('&#x3C;', '<')
      .replaceAll('&#x26;', '&')
    expect(shown).toBe(manifest)
  })

  it('has a manifest that starts no second run, times out, and doesn’t retry permanent failures', () => {
    const manifest: unknown = parse(readFileSync(join(root, 'deploy/snapper-cronjob.yaml'), 'utf8'))
    expect(manifest).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      spec: {
        schedule: '*/10 * * * *',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 120,
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: 120,
            podFailurePolicy: {
              rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [2] } }, {}],
            },
            template: {
              spec: {
                restartPolicy: 'Never',
                securityContext: { runAsNonRoot: true },
                containers: [
                  {
                    image: expect.not.stringMatching(/:latest$/),
                    securityContext: {
                      allowPrivilegeEscalation: false,
                      readOnlyRootFilesystem: true,
                      capabilities: { drop: ['ALL'] },
                    },
                  },
                ],
              },
            },
          },
        },
      },
    })
  })

  it('is small, with the manifest and without the diagram', () => {
    const text = first.html.replaceAll(/<svg[\s\S]*?<\/svg>/g, '')
    // 8 kB for the page, of which a quarter is for the markup around the text.
    expect(brotliCompressSync(text).length).toBeLessThan(6000)
  })

  it('links to its two projects', async () => {
    for (const { path } of first.projects) expect(path).not.toBeNull()
    const leds = await getProject(content, 'quadfrost-leds')
    expect(leds?.html).toContain('/api/3dprinter/1/snapshot.jpg?width=960')
  })

  const seed = join(root, '../shared/seed/grafana-debugging.md')
  it.skipIf(!existsSync(seed))(
    'has the title, tags, slug and dates of the original post, and none of its sentences',
    () => {
      const [front, text] = split(readFileSync(seed, 'utf8'))
      const [ownFront, ownText] = split(readFileSync(join(root, 'content', first.file), 'utf8'))
      expect(ownFront.trim()).toBe(front.trim())
      const sequences = (words: string[]) =>
        new Set(words.map((_, index) => words.slice(index, index + 7).join(' ')).slice(0, -6))
      const original = sequences(readWords(text))
      expect(
        [...sequences(readWords(ownText))].filter((sequence) => original.has(sequence)),
      ).toEqual([])
    },
  )
})

function split(markdown: string): [string, string] {
  const [, front = '', text = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown) ?? []
  return [front, text]
}

/** Words of prose, without code and URLs. */
function readWords(markdown: string): string[] {
  return markdown
    .replaceAll(/```[\s\S]*?```/g, ' ')
    .replaceAll(/\]\([^)]*\)/g, ' ')
    .toLowerCase()
    .split(/[^a-z0-9']+/)
    .filter((word) => word !== '')
}
