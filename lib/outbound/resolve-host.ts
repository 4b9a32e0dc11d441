import { lookup, Resolver } from 'node:dns/promises'

/** All addresses of a name; none where it has none. */
export type ResolveHost = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>

/**
 * For names that strangers choose: the DNS alone, neither the hosts file nor the search domains of a cluster. `lookup` would wait in one
 * of Node's four threads for files, and a few name servers that never answer would stop all of the site's files.
 */
export const resolveByDns: ResolveHost = async (hostname, signal) => {
  // RFC 6761, 6.3: always this machine, whatever a server says.
  if (/(^|\.)localhost\.?$/.test(hostname)) return ['127.0.0.1']
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  const answers = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ])
  signal.removeEventListener('abort', cancel)
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}

/** As the machine resolves names, for those that the owner has chosen. */
export const resolveBySystem: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true }).catch(() => [])).map(({ address }) => address)
