import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/* Mozilla's HTTP Observatory: its own rules and grades, applied to responses of a site that it can't reach. */

const version = '1.4.8'
const folder = join(import.meta.dirname, '../../.cache', `observatory-${version}`)
const source = join(folder, 'node_modules/@mdn/mdn-http-observatory/src')

interface Grade {
  grade: string
  score: number
  /** The rules that the response breaks. */
  broken: string[]
}

/** Installs it into `.cache/` (130 MB, once). @throws Error with npm's message */
export async function installObservatory(): Promise<void> {
  if (existsSync(folder)) return
  const draft = `${folder}.${process.pid}`
  await mkdir(draft, { recursive: true })
  const name = `@mdn/mdn-http-observatory@${version}`
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--omit=optional', '--no-save']
  await promisify(execFile)('npm', ['install', '--prefix', draft, ...flags, name])
  // Browsers' list of hosts that are always HTTPS is downloaded by its own script. Ours is in no such list.
  const conf = join(draft, 'node_modules/@mdn/mdn-http-observatory/conf')
  await mkdir(conf, { recursive: true })
  await writeFile(join(conf, 'hsts-preload.json'), '{}')
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
}

/**
 * Grades a page as if a proxy in front of the site ended TLS with a valid certificate and redirected HTTP to it.
 * @param siteUrl must be trusted to be behind such a proxy
 */
export async function grade(siteUrl: string, path: string, host: string): Promise<Grade> {
  const [{ ALL_TESTS }, { Requests }, grader, { parseHttpEquivHeaders }] = await Promise.all(
    ['constants.js', 'types.js', 'grader/grader.js', 'retriever/utils.js'].map(
      (file) => import(join(source, file)),
    ),
  )
  const proxied = { 'x-forwarded-proto': 'https', 'x-forwarded-host': host, accept: 'text/html' }
  const get = async (headers: Record<string, string>, method = 'GET') => {
    const response = await fetch(siteUrl + path, { method, headers: { ...proxied, ...headers } })
    const data = await response.text()
    // The rules read the headers as an object's members, and once by a method.
    const sent = Object.defineProperty(Object.fromEntries(response.headers), 'get', {
      value: (name: string) => response.headers.get(name) ?? undefined,
    })
    return { status: response.status, headers: sent, data }
  }
  const url = new URL(path, `https://${host}`)
  const page = { ...(await get({})), verified: true }
  const requests = new Requests(host)
  requests.responses.https = page
  requests.responses.auto = { ...page, httpEquiv: parseHttpEquivHeaders(page.data, url.href) }
  requests.responses.http = page
  requests.responses.cors = {
    ...(await get(
      { origin: 'https://elsewhere.example', 'access-control-request-method': 'GET' },
      'OPTIONS',
    )),
    request: { headers: { origin: 'https://elsewhere.example' } },
    verified: true,
  }
  requests.responses.httpRedirects = [
    { url: new URL(path, `http://${host}`), status: 301 },
    { url, status: page.status },
  ]
  requests.resources.path = page.data
  requests.session = { url, jar: null }
  const results = ALL_TESTS.map((test: (given: unknown) => { result: string; pass: boolean }) =>
    test(requests),
  )
  const modifiers = results.map(({ result }: { result: string }) => grader.getScoreModifier(result))
  const sum = (values: number[]) => values.reduce((all, one) => all + one, 100)
  const penalised = sum(modifiers.filter((modifier: number) => modifier < 0))
  return {
    ...grader.getGradeForScore(penalised >= 90 ? sum(modifiers) : penalised),
    broken: results
      .filter(({ pass }: { pass: boolean }) => !pass)
      .map(({ result }: { result: string }) => result),
  }
}
