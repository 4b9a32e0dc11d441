import { expect, onTestFinished, test } from 'vitest'
import { findFailure } from '../outbox/judge-answer.ts'
import { sendMessage } from '../outbox/worker.ts'
import { sampleMessage } from '../sample-message.fixture.ts'
import { email } from './email.ts'
import { type MailAnswers, refuseMail, startMailReceiver } from './receiver.fixture.ts'
import { createSampleChannel } from './samples.fixture.ts'

async function start(answers?: MailAnswers) {
  const receiver = await startMailReceiver(answers)
  onTestFinished(() => receiver.close())
  const channel = createSampleChannel(email, receiver.url)
  const send = (secrets = channel.secrets) =>
    sendMessage({ ...channel, secrets }, sampleMessage, { now: () => new Date() })
  return { receiver, send }
}

test('a mail that is sent again has the same Message-ID, and no vacation reply follows it', async () => {
  const { receiver, send } = await start()
  expect(await send()).toMatchObject({ status: 250 })
  await send()
  const [first = '', second] = receiver.received.map(({ body }) => body)
  for (const line of [
    `Message-ID: <${sampleMessage.id}@example.org>`,
    'List-ID: <notifications.example.org>',
    'Auto-Submitted: auto-generated',
    `Subject: ${sampleMessage.title}`,
  ])
    expect(first.split('\r\n')).toContain(line)
  const withoutBoundary = (text = '') => text.replaceAll(/_NmP-[\w-]+/g, '')
  expect(withoutBoundary(second)).toBe(withoutBoundary(first))
})

test('STARTTLS is used where it is offered', async () => {
  const { receiver, send } = await start({ disabledCommands: [] })
  expect(findFailure(await send())).toBeNull()
  expect(receiver.received.map(({ path }) => path)).toEqual(['TLS'])
})

test('a wrong password is refused, and a text that the server does not take is invalid', async () => {
  const { send } = await start()
  const wrong = await send({ password: 'another one' })
  expect([findFailure(wrong), wrong.status]).toEqual(['refused', 535])
  const spam = await start({ onText: (done) => done(refuseMail(554, '5.7.1 Looks like spam')) })
  const answer = await spam.send()
  expect([findFailure(answer), answer.text]).toEqual(['invalid', '5.7.1 Looks like spam'])
  const full = await start({ onText: (done) => done(refuseMail(452, '4.3.1 Disk full')) })
  expect(findFailure(await full.send())).toBe('passing')
})

test('a password belongs in a file, not in the address', () => {
  const given = { server: 'smtp://me:secret@mail.example.org', from: 'a@b.org', to: 'a@b.org' }
  expect(email.settings.safeParse(given).error?.issues[0]?.message).toMatch(/has no user in it/)
})
