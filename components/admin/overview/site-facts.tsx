import type { ReactNode } from 'react'
import { Detail } from '#components/printer/detail.tsx'
import type { ApiBackup, ApiChanges, ApiContentFault, ApiStorage } from '#lib/api/admin-overview.ts'
import { formatBytes } from '#lib/api/format-bytes.ts'
import { formatDuration } from '#lib/api/times.ts'
import { Age } from '../age.tsx'

function Section({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section className="page-section" id={id}>
      <h2 className="section-label">{title}</h2>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

export function StorageFacts({ storage, nowMs }: { storage: ApiStorage; nowMs: number }) {
  const { bytes, measured_at: at, max_bytes: maxBytes, free_bytes: freeBytes } = storage
  return (
    <Section id="storage" title="Storage">
      <dl className="facts">
        <Detail
          label="Used"
          note={
            at !== null
              ? `measured ${formatDuration((nowMs - Date.parse(at)) / 1000)} ago`
              : bytes !== null && 'pictures as sent: the sizes made of them aren’t measured yet'
          }
        >
          {bytes === null
            ? `not measured yet; the limit is ${formatBytes(maxBytes)}`
            : `${formatBytes(bytes)} of ${formatBytes(maxBytes)}`}
        </Detail>
        <Detail label="Full" note="At the limit the oldest pictures are deleted.">
          {describeEnd(storage, nowMs)}
        </Detail>
        {freeBytes !== null && <Detail label="Disk">{`${formatBytes(freeBytes)} free`}</Detail>}
      </dl>
    </Section>
  )
}

function describeEnd(storage: ApiStorage, nowMs: number): string {
  const { growth_per_day: growth, full_at: at } = storage
  if (growth === null) return 'not foreseeable yet: that takes three days'
  const speed = `${formatBytes(Math.abs(growth))} a day`
  if (at === null) return growth > 0 ? `not within years, at ${speed}` : 'it doesn’t grow'
  const leftMs = Date.parse(at) - nowMs
  return leftMs <= 0 ? `now, at ${speed}` : `in ${formatDuration(leftMs / 1000)}, at ${speed}`
}

const kinds = { command: 'made by the command', download: 'downloaded' } as const

/** When the backup was made that was the last one when a download began; `null`: none was known; absent: there was no download. */
export type FormerBackup = string | null | undefined

/** Whether a download was requested and the site doesn't know its end yet. */
export function isUnderWay(backup: ApiBackup | null, former: FormerBackup): boolean {
  return former !== undefined && (backup?.at ?? null) === former
}

export function BackupFacts({
  backup,
  bytes,
  nowMs,
  former,
  answer,
  onStart,
}: {
  backup: ApiBackup | null
  bytes: number
  nowMs: number
  former: FormerBackup
  /** See `readDownloadAnswer`. */
  answer: string | null | undefined
  /** A download is requested. */
  onStart: () => void
}) {
  return (
    <Section id="backup" title="Backup">
      <dl className="facts">
        <Detail label="Last backup" note={backup !== null && kinds[backup.kind]}>
          {backup === null ? 'none is known' : <Age at={backup.at} nowMs={nowMs} />}
        </Detail>
      </dl>
      <p className="mt-4">
        <a
          className="button label inline-flex items-center"
          download
          href="/admin/api/backup"
          onClick={onStart}
        >
          Download a backup
        </a>
      </p>
      <p className="admin-message mt-3" role="status">
        {former !== undefined &&
          (!isUnderWay(backup, former)
            ? 'The backup was downloaded.'
            : answer === undefined
              ? 'The site is preparing the download.'
              : (answer ?? 'The download has begun. This says so when all of it was sent.'))}
      </p>
      <p className="admin-facts mt-3">
        One file with the database and every picture as it was sent, about {formatBytes(bytes)} and
        the database. Keep it as private as the site’s disk. This restores it into an empty folder:
      </p>
      <pre className="admin-command">
        <code>npm run restore -- --from FILE.tar</code>
      </pre>
    </Section>
  )
}

export function ContentFaults({ faults }: { faults: readonly ApiContentFault[] | null }) {
  return (
    <Section id="content-faults" title="Content">
      {faults === null ? (
        <p>It is being read.</p>
      ) : faults.length === 0 ? (
        <p>No faults.</p>
      ) : (
        <ul className="admin-rows">
          {faults.map(({ file, line, message }) => (
            <li className="py-3" key={`${file}:${line}: ${message}`}>
              <code className="wrap-anywhere">{line === null ? file : `${file}:${line}`}</code>
              <p className="wrap-anywhere">{message}</p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

export function AboutSite({ version, changes }: { version: string; changes: ApiChanges | null }) {
  return (
    <Section title="This site">
      <p>Version {version}</p>
      {changes !== null && (
        <details className="admin-more mt-4">
          <summary className="admin-summary subtitle">
            What changed: {changes.title.toLowerCase() === 'unreleased' ? 'latest' : changes.title}
          </summary>
          {changes.groups.map(({ title, items }) => (
            <div className="mt-4" key={title}>
              <h3 className="label text-quiet">{title}</h3>
              <ul className="admin-changes text-small">
                {items.map((item) => (
                  <li key={item}>{renderCode(item)}</li>
                ))}
              </ul>
            </div>
          ))}
        </details>
      )}
    </Section>
  )
}

/** The parts between backticks are code. */
function renderCode(text: string): ReactNode[] {
  return text
    .split('`')
    .map((part, index) =>
      index % 2 === 0 ? part : <code key={`${text.length} ${part}`}>{part}</code>,
    )
}
