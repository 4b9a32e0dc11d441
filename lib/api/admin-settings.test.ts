import { expect, test } from 'vitest'
import { listSettingsChanges } from './admin-settings.ts'

const values = {
  title: 'Ada',
  hour_format: 24,
  profiles: [
    { label: 'Code', url: '/code' },
    { label: 'Photos', url: '/photos' },
  ],
}

const entry = (at: number, label: string, url: string) => ({
  [`profiles/${at}/label`]: label,
  [`profiles/${at}/url`]: url,
})

test.each([
  [{ title: 'Ada', tagline: '', hour_format: '24' }, {}],
  [
    { title: ' Eve ', tagline: 'x' },
    { title: 'Eve', tagline: 'x' },
  ],
  [{ title: '' }, { title: null }],
  [{ profiles: '', ...entry(0, 'Code', '/code'), ...entry(1, 'Photos', '/photos') }, {}],
  [
    { profiles: '', ...entry(0, 'Photos', '/photos') },
    { profiles: [{ label: 'Photos', url: '/photos' }] },
  ],
  [{ profiles: '' }, { profiles: null }],
  [{ navigation: '' }, {}],
])('only what differs is sent: %j', (fields, changes) => {
  expect(listSettingsChanges(fields, values)).toEqual(changes)
})
