import { defaultFormats, type Formats } from './formats.ts'

export function inZone(timeZone: string, formats: Partial<Formats> = {}): Formats {
  return { ...defaultFormats, ...formats, timeZone }
}
