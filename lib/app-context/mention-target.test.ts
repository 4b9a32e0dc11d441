import { expect, test } from 'vitest'
import type { Content } from '#lib/content/model/types.ts'
import { findMentionTarget } from './mention-target.ts'

const queries = {
  getPrinter: async () => null,
  getPrint: () => Promise.reject(new Error('no print is asked for')),
}

test('while the site starts, a mention of a post is asked to come later, and is not refused for good', async () => {
  const unread = async () => ({ isRead: false, posts: [] }) as unknown as Content // all that is looked at
  await expect(findMentionTarget('/2021/02/07/0/a', queries, unread)).rejects.toMatchObject({
    code: 'busy',
    retryAfterSeconds: 60,
  })
  expect(await findMentionTarget('/printers/1', queries, unread)).toBeNull()
  expect(await findMentionTarget('/', queries, unread)).toBe('/')
})
