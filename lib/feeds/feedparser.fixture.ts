import { spawnSync } from 'node:child_process'
import type { Feed } from './types.ts'

/** Debian installs python3-feedparser for /usr/bin/python3, which may not be the first Python on PATH. */
export const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import feedparser']).status === 0,
)
if (python === undefined)
  console.log('Python has no feedparser here (Debian: python3-feedparser); skipped off CI.')

/** A feed as feedparser reads it. `bozo` means not well formed; enclosures and media are URLs. */
interface Parsed {
  bozo: boolean
  version: string
  title: string
  entries: {
    id: string
    title: string
    link: string
    published: number[]
    enclosures: string[]
    media: string[]
    tags: string[]
    html: string
  }[]
}

export function parseByFeedparser({
  body,
  contentType,
}: Pick<Feed, 'body' | 'contentType'>): Parsed {
  const script = `
import feedparser, json, sys
feed = feedparser.parse(sys.stdin.buffer.read(), response_headers={'content-type': ${JSON.stringify(contentType)}}, sanitize_html=False)
print(json.dumps({'bozo': bool(feed.bozo), 'version': feed.version, 'title': feed.feed.title,
  'entries': [{'id': e.id, 'title': e.get('title', ''), 'link': e.link, 'published': e.published_parsed[:5],
    'tags': [t.term for t in e.get('tags', [])], 'enclosures': [l.href for l in e.enclosures], 'media': [m['url'] for m in e.get('media_content', [])],
    'html': e.content[0].value} for e in feed.entries]}))
`
  const { stdout, stderr } = spawnSync(python ?? 'python3', ['-c', script], {
    input: body,
    encoding: 'utf8',
  })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout) as Parsed // printed by the script
}
