import { expect, test } from 'vitest'
import { listRefusals, noteRefusal } from './refusals.ts'

const refuse = (path: string, address: string, method = 'PATCH') =>
  noteRefusal({ method, path, address }, { code: 'unauthorized', message: 'Send a token.' })

test('the last refusals of a printer are listed, newest first; repeated ones are counted', () => {
  refuse('/api/3dprinter/1/', '10.0.0.1')
  refuse('/api/3dprinter/1/image.jpg', '10.0.0.2', 'PUT')
  refuse('/api/3dprinter/1', '10.0.0.1')
  refuse('/api/3dprinter/1/', '10.0.0.3', 'GET')
  refuse('/api/3dprinter/1/prints', '10.0.0.3')
  expect(listRefusals(1)).toMatchObject([
    { address: '10.0.0.1', count: 2, reason: 'Send a token.' },
    { address: '10.0.0.2', count: 1 },
  ])
})

test('strangers can’t fill the memory', () => {
  for (let id = 1000; id < 1300; id += 1) refuse(`/api/3dprinter/${id}/`, '10.0.0.1')
  for (let host = 0; host < 300; host += 1) refuse('/api/3dprinter/1299/', `10.0.1.${host}`)
  const kept = Array.from({ length: 300 }, (_, index) => listRefusals(1000 + index))
  expect(kept.filter((list) => list.length > 0)).toHaveLength(100)
  expect(listRefusals(1299)).toHaveLength(8)
})
