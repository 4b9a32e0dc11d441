import { join } from 'node:path'
import { openBackupDownload } from '#lib/app-context/backup-download.ts'
import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { answerDownload } from '#lib/http/owner/answer-download.ts'
import { ownerRoute } from '#lib/http/owner/owner-route.ts'

const handlers = ownerRoute({
  GET: async ({ request, owner, session }) => {
    if (request.method === 'HEAD')
      return new Response(null, {
        headers: { 'content-type': 'application/x-tar', 'cache-control': 'no-store' },
      })
    const { store } = await getContext()
    const archive = await openBackupDownload({
      program: join(process.cwd(), 'cli/backup/download.ts'),
      onStart: () => owner.noteChange(session, 'backup-downloaded'),
      onDone: (lost) => store.overview.noteBackup({ kind: 'download', at: new Date(), lost }),
    })
    const host = new URL(getEnv().siteUrl).hostname.replaceAll(/[^a-z0-9.-]/g, '')
    const day = new Date().toISOString().slice(0, 10)
    return new Response(archive, {
      headers: {
        'content-type': 'application/x-tar',
        'content-disposition': `attachment; filename="${host}-${day}.tar"`,
        'cache-control': 'no-store',
      },
    })
  },
})

export const { HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = handlers

/** A backup as one download. */
export const GET: typeof handlers.GET = async (...given) =>
  answerDownload(await handlers.GET(...given))
