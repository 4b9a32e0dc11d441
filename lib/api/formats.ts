/** How the owner wants times and temperatures written. The API's JSON stays in RFC 3339 and Celsius. */
export interface Formats {
  /** An IANA name: "Europe/Berlin". */
  timeZone: string
  hourFormat: 12 | 24
  temperatureUnit: 'C' | 'F'
}

export const defaultFormats: Formats = { timeZone: 'UTC', hourFormat: 24, temperatureUnit: 'C' }
