import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { formatMemory, type Memory, median, readMemory } from '../figures.ts'
import { pollPath, startBenchSite } from '../servers.ts'
import type { SuiteContext } from '../suite.ts'
import { renderTable, toLimitRow } from '../table.ts'
import { claimSite, origin } from './claim-site.ts'
import { measureFirstPicture } from './first-picture.ts'

export const needsBuild = true

const leftSeconds = 60

/**
 * How long a new owner takes to the first picture, without the time to read and to type. Then the memory of a site before, during and
 * after a visit of its owner, and of one that nobody has visited, for comparison.
 */
export async function run(context: SuiteContext): Promise<void> {
  const times: number[] = []
  for (let run = 0; run < (context.isShort ? 1 : 5); run += 1)
    times.push(await measureFirstPicture(join(context.folder, `new-${run}`)))
  const all = times.map((ms) => ms.toFixed(0)).join(', ')
  console.log(`from the start to the first picture: ${median(times).toFixed(0)} ms (${all})\n`)

  const visits = context.isShort ? 3 : 10
  const [site, quiet] = await Promise.all(
    ['site', 'quiet'].map((name) => startBenchSite(join(context.folder, name))),
  )
  if (!site || !quiet) throw new Error('A site is missing.')
  for (const { stop } of [site, quiet]) context.defer(stop)
  const settle = async () => {
    for (const { url } of [site, quiet])
      for (let count = 0; count < visits; count += 1)
        for (const path of ['/', '/printers/1', pollPath]) await (await fetch(url + path)).text()
  }
  const readBoth = () => [readMemory(site.pid), readMemory(quiet.pid)] as const

  await settle()
  await sleep(leftSeconds * 1000)
  const before = readBoth()
  await visit(site.url, join(context.folder, 'site/claim-link'), visits)
  const during = readBoth()
  // Visitors go on, as on any site.
  await settle()
  await sleep(leftSeconds * 1000)
  const after = readBoth()

  const grown = (now: Memory, then: Memory) =>
    now.ownMb + now.childrenMb - then.ownMb - then.childrenMb
  const kept = grown(after[0], before[0]) - grown(after[1], before[1])
  console.log(
    renderTable(`the owner's area, ${visits} visits of its page and of its JSON`, [
      ['before', formatMemory(before[0])],
      ['during', formatMemory(during[0])],
      [`${leftSeconds} s after`, formatMemory(after[0])],
      ['a site without a visit, then', formatMemory(before[1])],
      ['the same, now', formatMemory(after[1])],
      toLimitRow('kept because of the visit', kept, 5, (mb) => `${mb.toFixed(1)} MB`),
    ]),
  )
}

const paths = ['/admin/security', '/admin/api/security', '/admin/printers', '/admin/api/printers']

/** Claims the site, opens the owner's page, and sends a passkey that the verifier has to reject. */
async function visit(url: string, linkFile: string, times: number): Promise<void> {
  const { cookie, send } = await claimSite(url, linkFile)
  for (let count = 0; count < times; count += 1)
    for (const path of paths) {
      const response = await fetch(url + path, { headers: { cookie } })
      if (!response.ok) throw new Error(`${path} answered ${response.status}`)
      await response.text()
    }
  const { challenge } = await (await send('passkeys/challenge', {})).json()
  const data = { type: 'webauthn.create', challenge, origin }
  const response = {
    id: 'eA',
    rawId: 'eA',
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(JSON.stringify(data)).toString('base64url'),
      attestationObject: 'oA',
    },
  }
  const refused = await send('passkeys', { name: 'x', response })
  if (refused.status !== 403) throw new Error(`The passkey was answered with ${refused.status}.`)
}
