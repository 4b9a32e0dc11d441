import { expect, test } from 'vitest'
import { createLog, formatAddress } from './log.ts'

test('a line is one JSON object without secrets, however they are encoded', () => {
  const lines: string[] = []
  const log = createLog((line) => lines.push(line), ['p"w d', 'key', 'key-of-the-house', ''])
  log('error', 'error with p"w d', {
    detail: 'X-Api-Key: key-of-the-house\nand p%22w%20d',
    bytes: 12,
    missing: undefined,
  })
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/^[^\n]*\n$/)
  const { time, ...entry } = JSON.parse(lines[0] ?? '')
  expect(new Date(time).getTime()).not.toBeNaN()
  expect(entry).toEqual({
    level: 'error',
    msg: 'error with [secret]',
    detail: 'X-Api-Key: [secret]\nand [secret]',
    bytes: 12,
  })
})

test('a secret of one letter redacts only words that contain it', () => {
  const lines: string[] = []
  createLog((line) => lines.push(line), ['t', 'secret'])('info', 'not secret')
  expect(JSON.parse(lines[0] ?? '').msg).toBe('no[secret] [secret]')
})

test('a URL is logged without user, password and query', () => {
  expect(formatAddress(new URL('http://u:p@host:81/webcam/?action=snapshot&key=s'))).toBe(
    'http://host:81/webcam/',
  )
})
