/*
 * What is told in the browser, too, stands by itself: the rest needn't be brought along.
 */
export const siteTitle = 'Robin Okafor'
/** The zone that times on the site are told in, named beside them. */
export const siteTimeZone = 'America/Los_Angeles'

/**
 * The owner's facts, in one place. Change these and the site is yours; everything else follows.
 * Colours stand in `app/globals.css`.
 */
export const site = {
  title: siteTitle,
  tagline: 'Printers, small servers, and what they have taught me',
  description:
    'The personal site of Robin Okafor: notes on small servers and making things, and a 3D printer that shows its work live.',
  author: {
    name: 'Robin Okafor',
    bio: 'I keep a small cluster of small computers, and a printer that is rarely switched off.',
    /** A picture below `public/` or of the site's own, for machines that show who wrote something; null for none. */
    photo: '/apple-icon.png' as string | null,
  },
  /** Profiles of the same person; each is linked with rel="me". */
  profiles: [
    { label: 'Source code', url: 'https://github.com/example' },
    { label: 'Mastodon', url: 'https://social.example/@robin' },
  ],
  /** Where a document's file is edited; its path below the content folder is put behind. Null: no such link. */
  editUrl: 'https://github.com/example/site/edit/main/content/' as string | null,
  /** A WebSub hub that tells feed readers of news; null where none is set. */
  hubUrl: null as string | null,
  /** Where other sites tell of their links to this one (Webmention); null where nobody listens. */
  webmentionUrl: null as string | null,
  language: 'en',
  timeZone: siteTimeZone,
} as const
