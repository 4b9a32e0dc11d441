import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'
import { printSomething } from './histories.ts'
import { addPrinter, expect, startSite, test } from './site.ts'
import { writeFiles } from './write-files.ts'

/* Every kind of page, checked by a third-party validator. */

/** Its recommended rules, except for what HTML allows and React does, and for unrelated advice. */
const allowed: Record<string, Severity | [Severity, object]> = {
  'attr-case': 'off', // React: charSet, dateTime; HTML's names have no case
  'attribute-boolean-style': 'off', // React: hidden="", async=""
  'attribute-empty-style': 'off', // React: alt=""
  'void-style': 'off', // React: <meta/>
  'valid-id': ['error', { relaxed: true }], // React's own script is called _R_; any id without white space is one
  'long-title': 'off', // search engines cut titles at 70 characters; the owner's own are as long as they are
}
/** Without JavaScript a live page reloads itself, about when the next picture is due. */
const live = { ...allowed, 'meta-refresh': 'off' } as const

type Severity = 'error' | 'off'

const createValidator = (rules: typeof allowed) =>
  new HtmlValidate(
    new StaticConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }),
  )
const validators = { document: createValidator(allowed), live: createValidator(live) }

async function listFaults(
  url: string,
  status = 200,
  kind: keyof typeof validators = 'document',
): Promise<string[]> {
  const answer = await fetch(url)
  expect(answer.status, url).toBe(status)
  const report = await validators[kind].validateString(await answer.text())
  return report.results.flatMap(({ messages }) =>
    messages.map(
      ({ ruleId, message, selector }) =>
        `${new URL(url).pathname} ${ruleId}: ${message} (${selector})`,
    ),
  )
}

test('documents are valid HTML', async ({ site }) => {
  const found = await fetch(`${site.url}/sitemap.xml`)
  const paths = [...(await found.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map(
    ([, url = '']) => new URL(url).pathname,
  )
  for (const kind of [
    /^\/$/,
    /^\/blog$/,
    /^\/blog\/\d+$/,
    /^\/\d+\//,
    /^\/tags\//,
    /^\/projects\//,
  ])
    expect(
      paths.some((path) => kind.test(path)),
      String(kind),
    ).toBe(true)
  const faults: string[] = []
  for (const path of [...paths, '/search', '/search?q=prometheus', '/search?q=nothing-says-this'])
    faults.push(...(await listFaults(site.url + path)))
  faults.push(...(await listFaults(`${site.url}/nowhere`, 404)))
  expect(faults).toEqual([])
})

test('a note, and the page of a post that was withdrawn, are valid HTML', async () => {
  const contentDir = await mkdtemp(join(tmpdir(), 'content-'))
  await writeFiles(contentDir, {
    'withdrawn.yaml': '- /2020/01/01/0/regretted\n',
    'blog/2020/03/04/0.md':
      '---\ndate: 2020-03-04 23:30:00-08:00\n---\n\nOnly a note, with a figure:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n',
  })
  const site = await startSite({ CONTENT_DIR: contentDir })
  try {
    const faults = await listFaults(`${site.url}/2020/01/01/0/regretted`, 410)
    for (const path of ['/', '/blog', '/2020/03/04/0', '/tags', '/projects'])
      faults.push(...(await listFaults(site.url + path)))
    expect(faults).toEqual([])
  } finally {
    await site.stop()
    await rm(contentDir, { recursive: true })
  }
})

const kindOf = (page: string) => (/^(?:\/embed|\/present)?$/.test(page) ? 'live' : 'document')

test('a printer’s pages are valid HTML, with pictures and without', async ({ site, printer }) => {
  const faults: string[] = []
  const empty = await addPrinter(site, 'Ender')
  await printSomething(printer, { frames: 3 })
  for (const { id } of [printer, empty])
    for (const page of ['', '/embed', '/present', '/prints', '/archive', '/share'])
      faults.push(...(await listFaults(`${site.url}/printers/${id}${page}`, 200, kindOf(page))))
  faults.push(...(await listFaults(`${site.url}/printers/${printer.id}/prints/1`)))
  faults.push(...(await listFaults(`${site.url}/printers/${printer.id}/prints/999`, 404)))
  faults.push(...(await listFaults(`${site.url}/printers`)))
  expect(faults).toEqual([])
})
