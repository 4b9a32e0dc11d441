import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withEnvFile } from './environment.ts'
import { runSnapper } from './testing/run-snapper.ts'
import { startSite } from './testing/site.ts'
import { startStub } from './testing/stub-server.ts'
import { makeFolder } from './testing/temporary-folder.ts'

test('a file .env is enough, and the environment takes precedence', async () => {
  const site = await startSite()
  const camera = await startStub((_received, response) => response.writeHead(404).end())
  const folder = makeFolder()
  const text = `# at home\nPRINTER_ENDPOINT=${site.environment.PRINTER_ENDPOINT}\nSNAPPER_TOKEN="from the file"\nSNAPSHOT_URL=${camera.url}\nINTERVAL_SECONDS=60\n`
  writeFileSync(join(folder, '.env'), text)
  const { exitCode } = await runSnapper([], { SNAPPER_TOKEN: 'from-outside' }, folder)
  expect(exitCode).toBe(0)
  expect(site.reports[0]?.fields.interval_seconds).toBe('60')
  expect(site.received[0]?.headers.authorization).toBe('Bearer from-outside')
})

test('if the environment names the site, the file is not read', () => {
  const path = join(makeFolder(), '.env')
  writeFileSync(path, 'SNAPPER_TOKEN=of-another-site\nSPOOL_DIR=/var/spool/another')
  const environment = { PRINTER_ENDPOINT: 'http://localhost/', SNAPPER_USER: 'snapper' }
  expect(withEnvFile(environment, path, [])).toEqual(environment)
})

test('a missing file is not an error, an unreadable one is', () => {
  const folder = makeFolder()
  const errors: string[] = []
  expect(withEnvFile({ A: '1' }, join(folder, '.env'), errors)).toEqual({ A: '1' })
  expect(errors).toEqual([])
  mkdirSync(join(folder, 'dir'))
  withEnvFile({}, join(folder, 'dir'), errors)
  expect(errors).toEqual([expect.stringMatching(/can't be read \(EISDIR\)$/)])
})
