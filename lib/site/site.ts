import { defaultFormats, type Formats } from '#lib/api/formats.ts'
import { singleton } from '#lib/core/singleton.ts'
import type { Logo } from './theme/read-logo.ts'
import type { ThemeSettings } from './theme/schema.ts'

/** In the content folder. */
export const settingsFile = 'site.yaml'

export interface NavigationEntry {
  label: string
  /** A path on this site, or an address. */
  url: string
}

/** The owner's settings, as `site.yaml` in the content folder has them, or as they are without it. */
export interface Site extends Formats {
  title: string
  tagline: string | null
  description: string
  author: {
    name: string
    bio: string | null
    /** A picture of the author, for feeds and other machine readers: a path on this site, or an address. */
    photo: string | null
  }
  /** Profiles of the same person; each is linked with rel="me". */
  profiles: readonly { label: string; url: string }[]
  /** A BCP 47 tag. */
  language: string
  /** `null`: an entry for each part of the site that exists. */
  navigation: readonly NavigationEntry[] | null
  /** The address to edit a document, followed by its path in the content folder. */
  editUrl: string | null
  /** A WebSub hub that notifies feed readers. */
  hubUrl: string | null
  /** The Webmention endpoint. */
  webmentionUrl: string | null
  /** Pages of other sites that a text links to are told so. */
  sendsWebmentions: boolean
  theme: ThemeSettings
  /** A picture next to the name. */
  logo: Logo | null
}

/** What can be said of a site without settings: its host name. */
export function getDefaultSite(host: string): Site {
  return {
    ...defaultFormats,
    title: host,
    tagline: null,
    description: `${host}, with a 3D printer that shows its work.`,
    author: { name: host, bio: null, photo: null },
    profiles: [],
    language: 'en',
    navigation: null,
    editUrl: null,
    hubUrl: null,
    webmentionUrl: null,
    sendsWebmentions: false,
    theme: {},
    logo: null,
  }
}

function getHolder(): { site: Site } {
  return singleton('site', () => ({ site: getDefaultSite('localhost') }))
}

/** The settings of this moment: they change while the site runs, so call this where a value is used. Only on the server. */
export function getSite(): Site {
  return getHolder().site
}

export function setSite(site: Site): void {
  getHolder().site = site
}

/** The `lang` of the site's own words, which are English; undefined where the page is English anyway. */
export function getEngineLanguage(): 'en' | undefined {
  return /^en\b/i.test(getSite().language) ? undefined : 'en'
}
