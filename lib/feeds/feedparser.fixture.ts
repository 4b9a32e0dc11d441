import { spawnSync } from 'node:child_process'
import type { Feed } from './types.ts'

/** Debian's python3-feedparser belongs to the system's Python, which need not be the first one found. */
export const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import feedparser']).status === 0,
)
if (python === undefined)
  console.log('Python has no feedparser here (Debian: python3-feedparser); skipped off CI.')

/** What feedparser makes of a feed; `bozo`: it isn't well formed. Enclosures and media are addresses. */
export interface Parsed {
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
    html: string
  }[]
}

export function parseByFeedparser({ body, contentType }: Feed): Parsed {
  const script = `
import feedparser, json, sys
feed = feedparser.parse(sys.stdin.buffer.read(), response_headers={'content-type': ${JSON.stringify(contentType)}}, sanitize_html=False)
print(json.dumps({'bozo': bool(feed.bozo), 'version': feed.version, 'title': feed.feed.title,
  'entries': [{'id': e.id, 'title': e.title, 'link': e.link, 'published': e.published_parsed[:5],
    'enclosures': [l.href for l in e.enclosures], 'media': [m['url'] for m in e.get('media_content', [])],
    'html': e.content[0].value} for e in feed.entries]}))
`
  const { stdout, stderr } = spawnSync(python ?? 'python3', ['-c', script], {
    input: body,
    encoding: 'utf8',
  })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout) as Parsed // the script's own words
}
