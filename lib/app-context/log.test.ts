import { expect, test } from 'vitest'
import { createToken } from '#lib/http/credentials.ts'
import { createLog } from './log.ts'

function collect(level = 'info') {
  const lines: string[] = []
  return { lines, log: createLog(level, { write: (line) => lines.push(line) }) }
}

test('credentials that are logged by mistake do not reach the output', () => {
  const { lines, log } = collect()
  log.info({ req: { headers: { authorization: 'Basic c25hcHBlcjpodW50ZXIy' } } }, 'request')
  log.info({ authorization: 'Bearer ppz_secret', headers: { cookie: 'a=b' } }, 'request')
  expect(lines.join('')).not.toMatch(/c25hcHBlcjpodW50ZXIy|ppz_secret|a=b/)
  expect(lines.join('')).toContain('[redacted]')
})

test('a token in a path and a password in an address are masked', () => {
  const { lines, log } = collect()
  const token = createToken()
  log.info({ path: `/api/3dprinter/${token}/` }, 'request')
  log.info({ path: `/${token.replace('_', '%5F')}` }, 'request')
  for (const typed of ['/', '%23', '/%23'])
    log.info({ path: `/admin/claim${typed}Tq1_x-9` }, 'request')
  log.error({ err: new Error('no answer of postgres://site:hunter2@db/site') }, 'failed')
  expect(lines.join('')).not.toContain(token.slice(4))
  expect(lines.join('')).not.toContain('hunter2')
  expect(lines.join('')).not.toContain('Tq1_x-9')
  expect(lines.join('')).toContain('/api/3dprinter/ppz_[redacted]/')
})

test('a line break in a client’s text cannot forge a log line', () => {
  const { lines, log } = collect()
  log.warn({ status: 'idle\n{"level":"info","msg":"forged"}' }, 'report')
  expect(lines).toHaveLength(1)
  expect(lines[0]?.trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', msg: 'report' })
})

test('the time is RFC 3339 in UTC, and errors keep their stack', () => {
  const { lines, log } = collect()
  log.error({ err: new Error('disk on fire') }, 'failed')
  const line = JSON.parse(lines[0] ?? '')
  expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(line.err).toMatchObject({ message: 'disk on fire', stack: expect.stringContaining('at ') })
})
