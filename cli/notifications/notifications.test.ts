import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeLogEntry } from '#lib/api/admin.ts'
import { defaultFormats } from '#lib/api/formats.ts'
import { channelKinds } from '#lib/notifications/channels/list.ts'
import { type Receiver, startReceiver } from '#lib/notifications/channels/receiver.fixture.ts'
import { createChannelManagement } from '#lib/notifications/manage-channels.ts'
import { getDefaultSite } from '#lib/site/site.ts'
import { makeFolder, makeLocation, openSite } from '../backup/site.fixture.ts'
import { parseNotificationCommand, usage } from './arguments.ts'
import { runNotificationCommand } from './commands.ts'

let store: Awaited<ReturnType<typeof openSite>>['store']
let receiver: Receiver

beforeEach(async () => {
  store = (await openSite(await makeLocation())).store
  receiver = await startReceiver((response) => response.end('thanks'))
})
afterEach(() => receiver.close())

/** What the command prints. @throws UsageError, DomainError */
async function run(...args: string[]): Promise<string> {
  const now = () => new Date()
  const sources = {
    siteUrl: 'https://example.org',
    getSite: () => getDefaultSite('example.org'),
  }
  const management = createChannelManagement({ store: store.notifications, sources, now })
  const parts = { management, log: store.notifications }
  const { text } = await runNotificationCommand(parts, parseNotificationCommand(args))
  return text
}

const addWebhook = (...more: string[]) =>
  run('add', 'webhook', 'My server', '--url', receiver.url, '--home', ...more)

test('a webhook is added, tried, changed and removed', async () => {
  expect(await run('list')).toMatch(/^No channels yet\. Add one: npm run notifications/)
  const added = await addWebhook('--facts', 'finished,failed', '--quiet', '22:00-07:00')
  const [secret = ''] = /whsec_\S+/.exec(added) ?? []
  expect(secret).not.toBe('')

  expect(await run('test', '1')).toBe(
    'The message was delivered. The receiver’s answer: 200 thanks',
  )
  expect(receiver.received[0]?.body).toContain('Test message of example.org')
  expect(await run('set', '1', '--facts', 'all', '--printers', '1,2', '--name', 'Server')).toMatch(
    /1 {2}Server \(webhook\).*facts: all; printers: 1, 2; quiet hours: 22:00-07:00/s,
  )
  const rotated = await run('rotate', '1')
  expect(rotated).toMatch(/whsec_/)
  expect(rotated).not.toContain(secret)
  const listed = await run('list')
  expect(listed).toMatch(/0 waiting, 0 held for a digest, 0 given up/)
  expect(listed).not.toContain('whsec_')
  expect(await run('off', '1')).toMatch(/off since .* You turned it off\./)
  expect(await run('on', '1')).not.toMatch(/off since/)
  expect(await run('log', '1', '--state', 'given-up')).toBe('There are no messages.')
  await expect(run('remove', '1')).rejects.toThrow('Repeat it with --yes.')
  expect(await run('remove', '1', '--yes')).toBe('Channel 1, "Server", was removed.')

  const log = await store.owner.listLog({ before: null, limit: 20 })
  const sentences = log.map(({ action, details }) =>
    describeLogEntry({ id: 1, at: '', session: null, action, details } as never, defaultFormats),
  )
  expect(sentences).toContain('The channel “My server” (webhook) was added.')
  expect(JSON.stringify(log)).not.toMatch(/whsec_|127\.0\.0\.1/)
})

test('an ntfy topic reads its token from a file, and never shows it', async () => {
  const file = join(await makeFolder(), 'token')
  await writeFile(file, 'tk_secret_of_the_server\n')
  const options = ['--topic', 'printer', '--url', receiver.url, '--home', '--token-file', file]
  await run('add', 'ntfy', 'My phone', ...options)
  expect(await run('list')).not.toContain('tk_secret')
  await run('test', '1')
  expect(receiver.received[0]?.headers.authorization).toBe('Bearer tk_secret_of_the_server')
})

test('the list has no setting that was not given', async () => {
  const server = 'smtp://mail.example.org:587'
  await run('add', 'email', 'Mail', '--server', server, '--from', 'me@a.org', '--to', 'me@a.org')
  const listed = await run('list')
  expect(listed).toContain(server)
  expect(listed).not.toContain('null')
})

test('a channel gets another address, and keeps its secret', async () => {
  const file = join(await makeFolder(), 'token')
  await writeFile(file, 'tk_secret_of_the_server')
  const home = ['--url', 'http://127.0.0.1:9/', '--home']
  await run('add', 'ntfy', 'My phone', '--topic', 'printer', ...home, '--token-file', file)
  await expect(run('set', '1', '--topic', 'a b')).rejects.toThrow(/topic: has 1 to 64 letters/)
  expect(await run('set', '1', '--url', receiver.url)).toContain(`url ${receiver.url}`)
  await run('test', '1')
  expect(receiver.received[0]?.body).toContain('"topic":"printer"')
  expect(receiver.received[0]?.headers.authorization).toBe('Bearer tk_secret_of_the_server')
})

test('an address keeps the password that no page shows, also when the page sends it back', async () => {
  const url = receiver.url.replace('://', '://me:hunter22@')
  await run('add', 'webhook', 'My server', '--url', url, '--home')
  const shown = url.replace('me:hunter22', '***')
  expect(await run('set', '1', '--url', shown)).toContain(`url ${shown}`)
  const [channel] = await store.notifications.listChannels()
  expect(channel?.settings.url).toBe(url)
})

test('a receiver that refuses is quoted, without the secret that it echoes', async () => {
  const echo = await startReceiver((response, { headers }) =>
    response.writeHead(403).end(`no ${headers.authorization}`),
  )
  const file = join(await makeFolder(), 'token')
  await writeFile(file, 'tk_secret_of_the_server')
  const options = ['--topic', 'printer', '--url', echo.url, '--home', '--token-file', file]
  await run('add', 'ntfy', 'My phone', ...options)
  expect(await run('test', '1')).toBe(
    'The message was not delivered. The receiver’s answer: 403 no Bearer ***',
  )
  await echo.close()
})

test.each([
  [['add', 'pigeon', 'x'], /Give the kind of channel: ntfy or telegram or /],
  [['add', 'webhook', ''], /Give the channel a name/],
  [['add', 'webhook', 'x'], /url: is missing/],
  [['add', 'webhook', 'x', '--url', 'example'], /url: is not an address; write one/],
  [['add', 'webhook', 'x', '--url', 'http://example.org'], /url: begins with http:\/\/\. Use/],
  [['add', 'ntfy', 'x', '--topic', 'a b'], /topic: has 1 to 64 letters/],
  [['add', 'ntfy', 'x', '--topic', 'a', '--token-file', '/nowhere'], /nowhere can't be read/],
  [['add', 'ntfy', 'x', '--topic', 'a', '--quiet', '22-7'], /quiet: .*such as 22:00-07:00/],
  [['add', 'ntfy', 'x', '--topic', 'a', '--facts', 'done'], /"done" is no fact\. Choose from/],
  [['set', '1'], /Give at least one of --name/],
  [['set', '9', '--name', 'x'], /There is no channel 9/],
  [['test', 'x'], /npm run notifications -- list/],
  [['retry', '7'], /There is no message 7/],
  [['log', '--state', 'lost'], /"lost" is no state/],
  [['rotate', '1', '2'], /Unexpected argument "2"/],
])('%j says what to type, and changes nothing', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message)
  expect(await store.notifications.listChannels()).toEqual([])
})

test('the usage names every setting of every channel', () => {
  for (const { kind, settings, secrets, createSecrets } of channelKinds) {
    expect(usage).toContain(`add ${kind} NAME`)
    for (const name of Object.keys(settings.shape)) expect(usage).toContain(`--${name}`)
    if (createSecrets === undefined)
      for (const name of Object.keys(secrets.shape)) expect(usage).toContain(`--${name}-file`)
  }
})

test('the command itself refuses what it doesn’t know', async () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), 'dance'],
    { encoding: 'utf8', env: { NODE_ENV: 'production', DATA_DIR: await makeFolder() } },
  )
  expect([status, stderr]).toEqual([2, expect.stringContaining('Unknown command "dance".')])
})

test('a name changes nothing around it in the terminal', async () => {
  await run('add', 'webhook', 'My\u001b[2J\n \u202eserver', '--url', receiver.url, '--home')
  expect(await run('list')).toContain('1  My[2J server (webhook)')
})
