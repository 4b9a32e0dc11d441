import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

test('a process that starts while the site ends leaves without an error', async () => {
  const child = fork('lib/images/worker.ts', { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  const errors: string[] = []
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  // Its first message then meets a closed channel.
  child.disconnect()
  const [code] = await once(child, 'exit')
  expect([code, errors.join('')]).toEqual([0, ''])
})
