import type { SiteSettings } from './schema.ts'
import type { Site } from './site.ts'

/** The settings with a value for everything. */
export function toSite(given: SiteSettings, defaults: Site): Site {
  const title = given.title ?? given.author?.name ?? defaults.title
  const tagline = given.tagline ?? null
  const isNamed = given.title != null || given.author?.name != null
  return {
    title,
    tagline,
    description:
      given.description ?? tagline ?? (isNamed ? `The site of ${title}.` : defaults.description),
    author: {
      name: given.author?.name ?? title,
      bio: given.author?.bio ?? null,
      photo: given.author?.photo ?? null,
    },
    profiles: given.profiles ?? [],
    language: given.language ?? defaults.language,
    timeZone: given.time_zone ?? defaults.timeZone,
    temperatureUnit: given.temperature_unit ?? defaults.temperatureUnit,
    hourFormat: given.hour_format ?? defaults.hourFormat,
    navigation: given.navigation ?? null,
    editUrl: given.edit_url ?? null,
    hubUrl: given.hub_url ?? null,
    webmentionUrl: given.webmention_url ?? null,
    sendsWebmentions: given.send_webmentions ?? false,
    theme: given.theme ?? defaults.theme,
    logo: null,
  }
}
