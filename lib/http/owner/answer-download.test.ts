import { expect, test } from 'vitest'
import { noDownloadAnswer, readDownloadAnswer } from '#lib/api/download-answer.ts'
import { DomainError } from '#lib/core/errors.ts'
import { route } from '../route.ts'
import { answerDownload } from './answer-download.ts'

const answer = async (respond: () => Promise<Response>) => {
  const { GET } = route({ GET: respond })
  const request = new Request('http://localhost/admin/api/backup')
  const response = await answerDownload(await GET(request, { params: Promise.resolve({}) }))
  const [cookie = '', ...attributes] = String(response.headers.get('set-cookie')).split('; ')
  return { response, attributes, answer: readDownloadAnswer(`a=b; ${cookie}; c=d`) }
}

test('a page learns that its download has begun, or why the site refused it', async () => {
  const begun = await answer(async () => new Response('tar'))
  expect(begun.answer).toBeNull()
  expect(await begun.response.text()).toBe('tar')
  const detail = 'Another backup is being downloaded; 3 % left. Wait until it has ended.'
  const refused = await answer(() => Promise.reject(new DomainError('busy', detail)))
  expect(refused.answer).toBe(detail)
  expect(refused.response.status).toBe(503)
  expect(await refused.response.json()).toMatchObject({ detail })
  // No public page has it.
  expect(refused.attributes).toContain('Path=/admin')
})

test('without an answer nothing is said', () => {
  expect(readDownloadAnswer('')).toBeUndefined()
  expect(readDownloadAnswer('a=download-answer')).toBeUndefined()
  expect(noDownloadAnswer).toContain('Max-Age=0')
})
