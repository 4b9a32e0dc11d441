import type { Formats } from '#lib/api/formats.ts'
import { getSite } from './site.ts'

/** What a page's scripts need of the settings. */
export interface PageSettings extends Formats {
  title: string
}

/** The attributes of the `html` element that carry the settings to the page's scripts. */
export function getPageAttributes(): Record<`data-${string}`, string> {
  const { title, timeZone, hourFormat, temperatureUnit } = getSite()
  return {
    'data-site': title,
    'data-formats': `${timeZone} ${hourFormat} ${temperatureUnit}`,
  }
}

/** On the server the current settings, in a browser those with which the server has made the page: both render the same text. */
export function getPageSettings(): PageSettings {
  if (typeof window === 'undefined') return getSite()
  const { site = '', formats = '' } = document.documentElement.dataset
  const [timeZone, hourFormat, temperatureUnit] = formats.split(' ')
  return { title: site, timeZone, hourFormat: Number(hourFormat), temperatureUnit } as PageSettings // see getPageAttributes
}
