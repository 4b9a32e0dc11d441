import sharp from 'sharp'
import type { Printer } from './site.ts'

/** A JPEG, different for each seed. Each of the sizes that the site makes of a larger one takes its CPU. */
export async function takePicture(seed: number, width = 640, height = 360): Promise<Buffer> {
  const hue = (seed * 67) % 360
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 36"><rect width="64" height="36" fill="hsl(${hue} 40% 35%)"/><circle cx="${10 + (seed % 5) * 10}" cy="18" r="9" fill="hsl(${(hue + 150) % 360} 70% 60%)"/></svg>`
  return sharp(Buffer.from(svg)).resize(width, height).jpeg({ quality: 82 }).toBuffer()
}

export type Fields = Record<string, string | number>

/** Sends a report as a snapper does. @returns the response's JSON */
export async function report(
  printer: Printer,
  fields: Fields,
  picture: Buffer | null = null,
): Promise<Record<string, unknown> & { image: string | null; sha256?: string }> {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, String(value))
  if (picture !== null) body.set('image', new Blob([new Uint8Array(picture)]), 'snapshot.jpg')
  const answer = await fetch(printer.api, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${printer.token}` },
    body,
  })
  if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`)
  return answer.json()
}

export const printing: Fields = {
  status: 'Printing benchy, 42 %',
  state: 'printing',
  progress: 42.3,
  job_name: 'benchy.gcode',
  elapsed_seconds: 1234,
  remaining_seconds: 1600,
  temperatures:
    '{"tool0": {"actual": 214.8, "target": 215}, "bed": {"actual": 60.1, "target": 60}}',
  interval_seconds: 60,
}
