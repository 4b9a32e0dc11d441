import { expect, test } from 'vitest'
import { describeAnswer, listSecretsOf } from '../outbox/judge-answer.ts'
import { hidePassword } from './hide-password.ts'

const url = 'https://ada:correct%20horse@hooks.example/x?y=1'

test('a user and a password in an address are shown nowhere', () => {
  expect(hidePassword(url)).toBe('https://***@hooks.example/x?y=1')
  expect(hidePassword('https://hooks.example/x')).toBe('https://hooks.example/x')
  expect(hidePassword(true)).toBe('true')
  const channel = { settings: { url, home: false }, secrets: {} }
  const basic = Buffer.from('ada:correct horse').toString('base64')
  for (const text of [`Basic ${basic}`, `no ${url}`, 'ada:correct horse', 'not correct horse'])
    expect(describeAnswer({ status: 401, text }, listSecretsOf(channel))).not.toMatch(
      /correct|YWRhOm/,
    )
})
