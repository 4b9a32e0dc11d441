import { getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { signInLinkMinutes } from '#lib/owner/links.ts'
import { runCommand, UsageError } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireStore } from '../require-store.ts'
import { findSiteUrl } from './find-site-url.ts'

const usage = `npm run admin -- <command>

  link   prints a link that signs you in once, within ${signInLinkMinutes} minutes; on a site without an owner it claims the site

  Exit codes: 0 success, 1 failed, 2 invalid arguments.`

async function printLink(): Promise<void> {
  const { owner, close } = await getContext()
  try {
    const { path, expiresAt } = await owner.createSignInLink()
    console.log(findSiteUrl(getEnv()) + path)
    console.error(`It works once, until ${expiresAt.toISOString().slice(11, 16)} UTC.`)
  } finally {
    await close()
  }
}

await runCommand(usage, async (args) => {
  const [command, ...rest] = args
  if (command !== 'link' || rest.length > 0)
    throw new UsageError(
      command === undefined ? 'Say what to do.' : `Unknown command "${args.join(' ')}".`,
      { showsUsage: true },
    )
  const env = getEnv()
  requireStore(env, 'never')
  await keepOwner([env.dataDir], printLink)
  return undefined
})
