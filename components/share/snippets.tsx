import { toCameraQuery } from '#lib/api/cameras.ts'
import { printerApiPath, printerPagePath, printsFeedPaths, spaceApiPath } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { CopyButton } from './copy-button.tsx'
import { writeGlanceWidget, writeHomepageWidget } from './dashboard-snippets.ts'

/** Snippets to copy. One click selects a whole snippet, also without the button. */
export function Snippets({ snippets }: { snippets: readonly Snippet[] }) {
  return (
    <dl className="[border-top-width:2px] border-ink">
      {snippets.map(({ name, about, code }) => (
        <div
          className="grid gap-x-wide-column gap-y-2 [border-bottom-width:1px] border-line py-6 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] lg:grid-rows-[auto_1fr]"
          key={name}
        >
          <dt className="subtitle lg:col-start-1">{name}</dt>
          <dd className="max-w-[34em] text-pretty text-quiet text-small lg:col-start-1">{about}</dd>
          <dd className="snippet-code flex min-w-0 flex-wrap items-start gap-3 lg:col-start-2 lg:row-span-2 lg:row-start-1">
            <pre>
              <code>{code}</code>
            </pre>
            <CopyButton label={name} text={code} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

interface Snippet {
  name: string
  /** What it shows, and how it stays up to date. */
  about: string
  code: string
}

/** Every way to show a printer, or one of its cameras, elsewhere, ready to copy. `siteUrl` has no trailing slash. */
export function listSnippets({ id, name }: ApiPrinter, siteUrl: string, camera = 1): Snippet[] {
  const page = siteUrl + printerPagePath(id)
  const query = toCameraQuery(camera)
  const and = camera === 1 ? '?' : '&'
  const more = camera === 1 ? '' : `&camera=${camera}`
  const addresses = { name, page, api: siteUrl + printerApiPath(id) }
  // On another site this text gives no age, so it must not say "live".
  const label = `${name.replaceAll(/[[\]\\]/g, '')}, as last seen`
  const attribute = label.replaceAll(/[&<>"]/g, '')
  return [
    {
      name: 'README',
      about:
        'A card with picture, state and time. It stays up to date through the image proxies of GitHub, GitLab and Codeberg. Use card.svg for a third of the size and sharp text at any scale.',
      code: `[![${label}](${page}/card.png)](${page})`,
    },
    {
      name: 'Badge',
      about: 'One line: name, state, progress, and the time of the last report.',
      code: `[![${label}](${page}/badge.svg)](${page})`,
    },
    {
      name: 'Picture only',
      about: 'The newest picture, for any <img>. Widths: 320, 640, 960, 1280.',
      code: `<img src="${siteUrl}${printerApiPath(id)}snapshot.jpg?width=640${more}" alt="${attribute}" width="640">`,
    },
    {
      name: 'Frame',
      about: `Refreshes itself, with or without JavaScript, and fits any size from a badge to a wall. Add ${and}theme=light or ${and}theme=dark to force a theme.`,
      code: `<iframe src="${page}/embed${query}" title="${attribute}" width="640" height="520" style="max-width:100%;border:0" loading="lazy"></iframe>`,
    },
    {
      name: 'OBS and other video mixers',
      about:
        'In OBS, add a Browser source, paste this URL, and set its width to 900 and its height to 300. The background is transparent, the text has a dark outline, and the time of the picture stays visible. 400 by 100 makes a badge, 480 by 420 a card with the text below the picture.',
      code: `${page}/embed?background=none${more}`,
    },
    {
      name: 'Blogs and chats',
      about:
        'Paste the page’s URL: anything that supports oEmbed or Open Graph finds the rest. This is the oEmbed endpoint.',
      code: `${siteUrl}/api/oembed?url=${encodeURIComponent(page + query)}`,
    },
    {
      name: 'Feed reader',
      about:
        'Published prints as Atom. RSS and JSON Feed are at rss.xml and feed.json in the same place.',
      code: siteUrl + printsFeedPaths.atom(id),
    },
    {
      name: 'Terminal',
      about: 'Plain text, 40 columns wide: small enough for an e-paper screen.',
      code: `curl ${page}.txt`,
    },
    {
      name: 'Programs',
      about:
        'Everything the site knows, as JSON, with CORS for any origin and 304 while nothing changes.',
      code: `curl ${siteUrl}${printerApiPath(id)}`,
    },
    {
      name: 'Homepage dashboard',
      about:
        'For services.yaml. The dashboard requests this site once a minute while somebody looks at it.',
      code: writeHomepageWidget(addresses),
    },
    {
      name: 'Glance dashboard',
      about: 'A widget for a column of glance.yml, with the ages of picture and readings.',
      code: writeGlanceWidget(addresses),
    },
    {
      name: 'SpaceAPI',
      about:
        'All public printers of this site in the form of a sensor. Merge its “sensors” into those of your hackerspace’s document: the SpaceAPI allows members that begin with “ext_”.',
      code: `curl ${siteUrl}${spaceApiPath}`,
    },
    {
      name: 'Projector',
      about: `The picture as large as possible. Press F for full screen; the screen stays awake. Add ${and}replay=7 to replay print 7.`,
      code: `${page}/present${query}`,
    },
  ]
}
