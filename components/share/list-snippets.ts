import { printerApiPath, printerPagePath, printsFeedPaths } from '#lib/api/paths.ts'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'

export interface Snippet {
  name: string
  /** What one gets by it, and how it keeps up to date. */
  about: string
  code: string
}

/** Every way to show a printer elsewhere, each to be copied as it stands. `siteUrl` without a slash at its end. */
export function listSnippets({ id, name }: ApiPrinter, siteUrl: string): Snippet[] {
  const page = siteUrl + printerPagePath(id)
  // Elsewhere nobody can tell how old it is by these words, so they don't call it live.
  const label = `${name.replaceAll(/[[\]\\]/g, '')}, as last seen`
  const attribute = label.replaceAll(/[&<>"]/g, '')
  return [
    {
      name: 'README',
      about:
        'A card with picture, state and time. It keeps up to date through the image proxies of GitHub, GitLab and Codeberg. With .svg at its end it is a third as heavy and sharp at every size.',
      code: `[![${label}](${page}/card.png)](${page})`,
    },
    {
      name: 'Only the picture',
      about: 'The newest one, for an <img> anywhere. Width is one of 320, 640, 960, 1280.',
      code: `<img src="${siteUrl}${printerApiPath(id)}snapshot.jpg?width=640" alt="${attribute}" width="640">`,
    },
    {
      name: 'Frame',
      about:
        'It refreshes itself, with JavaScript and without, and fits any size from a badge to a wall. For one theme, put ?theme=light or ?theme=dark behind the address.',
      code: `<iframe src="${page}/embed" title="${attribute}" width="640" height="520" style="max-width:100%;border:0" loading="lazy"></iframe>`,
    },
    {
      name: 'Blogs and chats',
      about:
        'Paste the plain address. Whatever speaks oEmbed or reads Open Graph finds the rest by itself; this is where they ask.',
      code: `${siteUrl}/api/oembed?url=${encodeURIComponent(page)}`,
    },
    {
      name: 'Feed reader',
      about:
        'What it has made, as soon as its owner publishes it: Atom, and as rss.xml and feed.json beside it.',
      code: siteUrl + printsFeedPaths.atom(id),
    },
    {
      name: 'Terminal',
      about: 'Half as wide as a terminal, in plain letters; small enough for an e-paper screen.',
      code: `curl ${page}.txt`,
    },
    {
      name: 'Programs',
      about:
        'Everything that is known, as JSON, readable from any page. It answers 304 while nothing changes.',
      code: `curl ${siteUrl}${printerApiPath(id)}`,
    },
    {
      name: 'A projector',
      about:
        'The picture as large as it goes. F for full screen; it keeps the screen awake. With ?replay=7 behind it, its print 7 again.',
      code: `${page}/present`,
    },
  ]
}
