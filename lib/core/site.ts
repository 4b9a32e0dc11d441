/* Values used in the browser are separate constants, so that its bundle doesn't include the rest. */
export const siteTitle = 'Robin Okafor'
/** The time zone of times on the pages. */
export const siteTimeZone = 'America/Los_Angeles'

/** The owner's settings: change these to make the site yours. Colours are in `lib/core/theme.ts`. */
export const site = {
  title: siteTitle,
  tagline: 'Printers, small servers, and what they have taught me',
  description:
    'The personal site of Robin Okafor: notes on small servers and making things, and a 3D printer that shows its work live.',
  author: {
    name: 'Robin Okafor',
    bio: 'I keep a small cluster of small computers, and a printer that is rarely switched off.',
    /** The path of a picture of the author, for feeds and other machine readers; null for none. */
    photo: '/apple-icon.png' as string | null,
  },
  /** Profiles of the same person; each is linked with rel="me". */
  profiles: [
    { label: 'Source code', url: 'https://github.com/example' },
    { label: 'Mastodon', url: 'https://social.example/@robin' },
  ],
  /** The URL to edit a document, followed by its path below the content folder. Null: no link. */
  editUrl: 'https://github.com/example/site/edit/main/content/' as string | null,
  /** A WebSub hub that notifies feed readers; null for none. */
  hubUrl: null as string | null,
  /** The Webmention endpoint; null for none. */
  webmentionUrl: null as string | null,
  language: 'en',
  timeZone: siteTimeZone,
} as const
