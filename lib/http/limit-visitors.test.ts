import { expect, test } from 'vitest'
import { limitMentions } from './limit-visitors.ts'

const from = (address: string) =>
  new Request('http://x', { headers: { 'x-client-address': address } })

test('one sender can’t fill the queue of webmentions, nor with all addresses of its network', () => {
  for (let count = 0; count < 200; count++) limitMentions(from(`2001:db8:5:5::${count}`))
  expect(() => limitMentions(from('2001:db8:5:5::ffff'))).toThrow('200 webmentions came')
  limitMentions(from('2001:db8:5:6::1'))
})
