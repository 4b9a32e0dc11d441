import { accessSync, constants, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getErrorCode } from '../log.ts'
import { loadSharp } from '../picture/load-sharp.ts'
import type { SpoolConfig } from '../spool/open-outbox.ts'
import { snapperVersion } from '../version.ts'
import type { Check } from './check.ts'

/** Checks the spool folder without disturbing a running snapper. */
export function checkSpool({ folder, maxAgeMs, maxBytes }: SpoolConfig): Check {
  const topic = 'spool'
  if (folder === null)
    return {
      level: 'warn',
      topic,
      line: "none: reports that can't be sent are lost",
      advice: 'Set SPOOL_DIR to a writable folder.',
    }
  try {
    accessSync(folder, constants.W_OK)
    const waiting = readdirSync(folder).filter((name) => name.endsWith('.parcel'))
    const bytes = waiting.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
    const limits = `of ${Math.round(maxBytes / 1_000_000)} MB and ${Math.round(maxAgeMs / 3_600_000)} h`
    const line = `${waiting.length} queued (${Math.ceil(bytes / 1000)} kB ${limits}) in ${folder}`
    const rejected = countRejected(folder)
    return rejected === 0
      ? { level: 'ok', topic, line }
      : {
          level: 'warn',
          topic,
          line: `${line}; ${rejected} rejected by the site`,
          advice: `Read the .txt files in ${join(folder, 'quarantine')}, then delete them.`,
        }
  } catch (error) {
    const code = getErrorCode(error)
    if (code === 'ENOENT')
      return { level: 'note', topic, line: `${folder} doesn't exist yet; the snapper creates it` }
    return {
      level: 'warn',
      topic,
      line: `${folder} isn't usable (${code}): reports that can't be sent are lost`,
      advice: 'Make the folder writable for the user that runs the snapper.',
    }
  }
}

function countRejected(folder: string): number {
  try {
    return readdirSync(join(folder, 'quarantine')).filter((name) => name.endsWith('.parcel')).length
  } catch {
    return 0
  }
}

export async function checkVersions(): Promise<Check> {
  const sharp = await loadSharp()
  const pictures =
    sharp === null
      ? 'without sharp (pictures are sent unchanged)'
      : `sharp ${sharp.versions.sharp ?? ''}`
  return {
    level: 'ok',
    topic: 'versions',
    line: `snapper ${snapperVersion}, Node ${process.versions.node}, ${pictures}`,
  }
}
