import { formatZonedClock } from '#lib/api/times.ts'
import { type Context, getContext } from '#lib/app-context/context.ts'
import { getEnv } from '#lib/app-context/env.ts'
import { readSite } from '#lib/app-context/load-site.ts'
import { signInLinkMinutes } from '#lib/owner/links.ts'
import { runCommand, UsageError } from '../command.ts'
import { keepOwner } from '../keep-owner.ts'
import { requireContent } from '../require-content.ts'
import { requireStore } from '../require-store.ts'
import { runApps } from './apps.ts'
import { findSiteUrl } from './find-site-url.ts'
import { runSettings } from './settings.ts'

const usage = `npm run admin -- <command>

  link                      prints a link that signs you in once, within ${signInLinkMinutes} minutes; on a site without an owner it
                            claims the site
  settings                  prints what site.yaml sets
  settings check            says what is wrong with it, and fails if anything is
  settings set NAME VALUE   sets one, such as title or author.name; an empty VALUE removes it, a list is given as YAML
  apps                      lists the apps that act for you
  apps remove ID            takes the access of one away

  Exit codes: 0 success, 1 failed or a fault, 2 invalid arguments.`

async function printLink({ owner }: Context): Promise<0> {
  const { path, expiresAt } = await owner.createSignInLink()
  console.log(findSiteUrl(getEnv()) + path)
  const { site } = await readSite()
  console.error(`It works once, until ${formatZonedClock(expiresAt, site)}.`)
  return 0
}

async function changeSettings({ siteEditor }: Context, args: readonly string[]): Promise<0 | 1> {
  const { exitCode, output } = await runSettings(siteEditor, args)
  console.log(output)
  return exitCode
}

async function changeApps({ owner }: Context, args: readonly string[]): Promise<0> {
  console.log(await runApps(owner.apps, args))
  return 0
}

const commands = new Map([
  ['settings', changeSettings],
  ['apps', changeApps],
])

await runCommand(usage, async (args) => {
  const [command, ...rest] = args
  const run = command === 'link' && rest.length === 0 ? printLink : commands.get(command ?? '')
  if (run === undefined)
    throw new UsageError(
      command === undefined ? 'Say what to do.' : `Unknown command "${args.join(' ')}".`,
      { showsUsage: true },
    )
  const env = getEnv()
  requireStore(env, 'never')
  requireContent(env, command === 'settings' ? 'refuse' : 'warn')
  const written = command === 'settings' ? [env.dataDir, env.contentDir] : [env.dataDir]
  return await keepOwner(written, async () => {
    const context = await getContext()
    try {
      return await run(context, rest)
    } finally {
      await context.close()
    }
  })
})
