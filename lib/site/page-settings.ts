import { defaultFormats, type Formats } from '#lib/api/formats.ts'
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
    'data-time-zone': timeZone,
    'data-hours': String(hourFormat),
    'data-unit': temperatureUnit,
  }
}

/** On the server the current settings, in a browser those with which the server has made the page: both render the same text. */
export function getPageSettings(): PageSettings {
  if (typeof window === 'undefined') return getSite()
  const { site = '', timeZone, hours, unit } = document.documentElement.dataset
  return {
    title: site,
    timeZone: timeZone ?? defaultFormats.timeZone,
    hourFormat: hours === '12' ? 12 : 24,
    temperatureUnit: unit === 'F' ? 'F' : 'C',
  }
}
