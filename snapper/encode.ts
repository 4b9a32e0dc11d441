import { randomBytes } from 'node:crypto'
import { toSnakeCase } from '#lib/api/field-names.ts'
import type { Report } from './report.ts'
import { snapperVersion } from './version.ts'

/** The report's fields as named in the API; unknown values are left out. */
export function toFields(report: Report): Map<string, string> {
  const { reading, picture, missing, camera } = report
  const { backend, observedAt = report.observedAt, ...values } = reading ?? {}
  const fields: Record<string, unknown> = {
    ...Object.fromEntries(Object.entries(values).map(([key, value]) => [toSnakeCase(key), value])),
    observed_at: formatTime(observedAt),
    captured_at: formatTime(picture?.capturedAt),
    reason: missing?.reason,
    camera: camera && camera.number > 1 ? camera.number : null,
    camera_name: picture && camera?.name,
    interval_seconds: report.intervalSeconds,
    source: { ...(backend && { backend }), snapper: snapperVersion },
  }
  return new Map(
    Object.entries(fields)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === 'object' ? JSON.stringify(value) : String(value),
      ]),
  )
}

const firstPlausible = Date.UTC(2026, 0)

/**
 * A board without a real-time clock starts in the past until NTP sets it. A picture with that time would never become the
 * current one, so the time is left out and the site uses its own.
 */
function formatTime(at: Date | undefined): string | null {
  return at === undefined || at.getTime() < firstPlausible ? null : at.toISOString()
}

/** Renders a multipart/form-data body (RFC 7578) in pieces: the fields, then the picture. */
export function renderMultipart(
  fields: ReadonlyMap<string, string>,
  jpeg: Buffer | null,
): { contentType: string; body: Buffer[] } {
  // 128 random bits, so there is no need to search the picture for the boundary.
  const boundary = `snapper-${randomBytes(16).toString('hex')}`
  const disposition = `--${boundary}\r\nContent-Disposition: form-data; name=`
  const parts: Buffer[] = [...fields].map(([name, value]) =>
    Buffer.from(`${disposition}"${name}"\r\n\r\n${value}\r\n`),
  )
  if (jpeg !== null) {
    const head = `${disposition}"image"; filename="snapshot.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`
    parts.push(Buffer.from(head), jpeg, Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: parts,
  }
}
