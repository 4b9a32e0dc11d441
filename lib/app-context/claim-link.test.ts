import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { announceOwner } from './claim-link.ts'

test('a terminal shows the link alone on a line, too, and a collected log has lines of JSON only', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'claim-'))
  vi.stubEnv('DATA_DIR', dataDir)
  vi.stubEnv('SITE_URL', 'https://example.org')
  const { isTTY } = process.stdout
  onTestFinished(() => {
    process.stdout.isTTY = isTTY
    vi.unstubAllEnvs()
  })
  const owner = {
    createClaimLink: async () => 'secret',
    getSignInChoices: async () => ({ isClaimed: false, formerHosts: [] }) as never,
  }
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const announce = async (isTerminal: boolean) => {
    written.mockClear()
    process.stdout.isTTY = isTerminal
    await announceOwner(owner)
    return written.mock.calls.map(([text]) => String(text)).join('')
  }
  const link = 'https://example.org/admin/claim#secret'
  const shown = await announce(true)
  const collected = await announce(false)
  written.mockRestore()
  expect(shown.split('\n').map((line) => line.trim())).toContain(`Make it yours        ${link}`)
  expect(JSON.parse(collected)).toMatchObject({ level: 'warn', link })
  expect(readFileSync(join(dataDir, 'claim-link'), 'utf8')).toBe(`${link}\n`)
})
