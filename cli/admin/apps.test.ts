import { expect, test } from 'vitest'
import { DomainError } from '#lib/core/errors.ts'
import type { App } from '#lib/owner/apps/types.ts'
import { runApps } from './apps.ts'

const app: App = {
  id: 3,
  clientId: 'https://app.example/',
  clientName: 'Writer',
  redirectUri: 'https://app.example/back',
  scopes: ['create', 'media'],
  codeChallenge: '',
  lifetime: 'unlimited',
  createdAt: new Date('2026-11-22T14:30:00Z'),
  codeExpiresAt: new Date(),
  redeemedAt: new Date(),
  lastUsedAt: null,
  accessExpiresAt: null,
  endsAt: null,
}
const apps = {
  list: async () => [app],
  async remove(_: unknown, id: number) {
    if (id === app.id) return app
    throw new DomainError('not-found', 'gone')
  },
}

test('the apps are listed with what they may do, and lose their access by their number', async () => {
  expect(await runApps(apps, [])).toBe(
    '3  Writer (https://app.example/)\n   may publish posts, upload pictures\n   allowed 2026-11-22T14:30:00.000Z\n   not used yet',
  )
  expect(await runApps({ ...apps, list: async () => [] }, ['list'])).toBe('No app has access.')
  expect(await runApps(apps, ['remove', '3'])).toBe('Writer has no access any more.')
  await expect(runApps(apps, ['remove', '4'])).rejects.toThrow('There is no app 4. List them')
})

test.each([['remove'], ['remove', 'x'], ['remove', '3', '4'], ['delete', '3'], ['list', 'all']])(
  'apps %s %s is no command, and removes nothing',
  async (...args) => {
    await expect(runApps(apps, args)).rejects.toThrow('Unknown command')
  },
)
