import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Of a site without SITE_URL. */
export const origin = 'http://localhost:3000'

/** Claims a site by the link that its start has written. `send` posts JSON below `/admin/api/` as its owner. */
export async function claimSite(url: string, linkFile: string) {
  const post = (path: string, body: object, cookie: string) =>
    fetch(`${url}/admin/api/${path}`, {
      method: 'POST',
      headers: { origin, cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const [, token] = (await readLink(linkFile)).trim().split('#')
  const claimed = await post('claim', { token }, '')
  const cookie = claimed.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  return { cookie, send: (path: string, body: object) => post(path, body, cookie) }
}

/** It is written just after the start. */
async function readLink(file: string): Promise<string> {
  for (let tries = 0; tries < 500; tries += 1) {
    const text = await readFile(file, 'utf8').catch(() => '')
    if (text.includes('#')) return text
    await sleep(20)
  }
  throw new Error(`${file} has no link.`)
}
