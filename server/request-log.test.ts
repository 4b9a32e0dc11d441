import { expect, test } from 'vitest'
import { openHttpServer, sendRequest } from './http-server.fixture.ts'

test('the log has one line for a rendered response, none for a cached one', async () => {
  const server = await openHttpServer((_, response) =>
    response.writeHead(200, { 'cache-control': 'public, max-age=9' }).end(),
  )
  for (let index = 0; index < 5; index += 1) await sendRequest(server.port, '/a?token=secret')
  await expect.poll(() => server.lines.length).toBe(1)
  await server.close()
  const line = JSON.parse(server.lines[0] ?? '')
  expect(line).toMatchObject({
    method: 'GET',
    path: '/a',
    status: 200,
    requestId: expect.any(String),
    ms: expect.any(Number),
  })
  expect(server.lines.join('')).not.toMatch(/secret|clientAddress/)
})
