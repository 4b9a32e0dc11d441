import { setPriority } from 'node:os'
import { getEnv } from '#lib/app-context/env.ts'
import { DomainError } from '#lib/core/errors.ts'
import { sendToParent } from '#lib/core/send-to-parent.ts'
import { writeArchive } from './write-archive.ts'

/*
 * The process that the site starts for the download of a backup. It writes the archive to its output, so that neither the reading nor
 * the hashing delays a response of the site, and tells its parent how it ended.
 */

setPriority(10)
// The writer notices it.
process.stdout.on('error', () => undefined)
process.once('disconnect', () => process.exit(1))
try {
  const { lost } = await writeArchive(getEnv(), process.stdout)
  await sendToParent({ kind: 'done', lost: lost.length })
} catch (error) {
  const isExpected = error instanceof DomainError
  await sendToParent({
    kind: 'failed',
    code: isExpected ? error.code : null,
    message: error instanceof Error ? error.message : String(error),
  })
  process.exitCode = 1
}
process.disconnect()
