import { getDefaultSite, type Site } from './site.ts'

/** Away from UTC, so that a time in the wrong zone is noticed. */
export const testSite: Site = {
  ...getDefaultSite('example.org'),
  title: 'Robin Okafor',
  author: { name: 'Robin Okafor', bio: 'I print.', photo: null },
  editUrl: 'https://example.org/edit/content/',
  timeZone: 'America/Los_Angeles',
}
