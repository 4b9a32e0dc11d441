import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { expectClean } from './clean-page.ts'
import { tabTo } from './keyboard.ts'
import { claim, test } from './own-site.ts'
import { addPrinter, expect } from './site.ts'
import { printing, report } from './snapper.ts'

/* Promises to the owner about notifications. */

/** Of the content that the site starts with. */
const timeZone = 'America/Los_Angeles'
const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
const inHours = (hours: number) => format.format(Date.now() + hours * 3_600_000)

/** A server of the owner's that receives webhooks, and answers as it is told. */
async function startServer() {
  const received: { headers: IncomingHttpHeaders; body: string }[] = []
  const answers: [status: number, text: string, headers?: Record<string, string>][] = []
  const server = createServer(async (request, response) => {
    received.push({
      headers: request.headers,
      body: Buffer.concat(await request.toArray()).toString(),
    })
    const [status, text, headers] = answers.shift() ?? [200, 'thanks']
    response.writeHead(status, headers).end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // over TCP
  const close = () => server.close().closeAllConnections()
  return { url: `http://127.0.0.1:${port}/hook`, received, answers, close }
}

test('a webhook from its form to its removal: faults, secret, test, quiet hours, log', async ({
  page,
  own,
}) => {
  const server = await startServer()
  const printer = await addPrinter(own, 'Maker Select')
  const garage = await addPrinter(own, 'Garage')
  // Far from now.
  const [quiet, noisy] = [inHours(10), inHours(12)]
  const said = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text })
  try {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await claim(page, own)
    await page.getByRole('link', { name: 'Notifications', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'A first channel' })).toBeVisible()
    await page.getByLabel('Kind').selectOption('ntfy')
    await expect(page.getByLabel('Server')).toHaveValue('https://ntfy.sh')
    await page.getByText('What it is told, and when').click()
    await expectClean(page, 'notifications-add')
    await page.getByLabel('Kind').selectOption('webhook')

    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('My server')
    const address = page.getByLabel('Address', { exact: true })
    await address.fill(server.url)
    await page.getByRole('button', { name: 'Add the channel' }).press('Enter')
    await expect(address).toBeFocused()
    await expect(page.getByRole('alert').filter({ hasText: 'Use https://' })).toBeVisible()
    await expect(address).toHaveValue(server.url)
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('My server')
    await page.getByRole('checkbox', { name: /^The address may be/ }).check({ timeout: 9000 })
    await page.getByRole('button', { name: 'Add the channel' }).press('Enter')
    await expect(page.getByRole('heading', { name: 'Give this secret' })).toBeFocused()
    const secret = (await page.locator('pre', { hasText: 'whsec_' }).textContent()) ?? ''
    await expectClean(page, 'notifications-secret')
    await tabTo(page, 'button', 'Done, hide the secret')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'My server', exact: true })).toBeFocused()
    await page.reload()
    expect(await page.content()).not.toContain(secret)

    // The receiver's own answer, then a message that its library accepts.
    server.answers.push([503, 'come back later'])
    await tabTo(page, 'button', 'Send a test to My server')
    await page.keyboard.press('Enter')
    await expect(said('Not delivered. The receiver’s answer: 503 come back later')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(said('Delivered. The receiver’s answer: 200 thanks')).toBeVisible()
    const verify = ({ headers, body }: (typeof server.received)[number]) =>
      new Webhook(secret).verify(body, headers as Record<string, string>)
    expect(verify(server.received[1] ?? { headers: {}, body: '' })).toMatchObject({ type: 'test' })

    await page.getByText('Name, settings, what it is told').click()
    const section = page.locator('section').filter({ hasText: 'Send a test' })
    await section.getByLabel('a print has started').uncheck()
    await section.getByLabel('Garage').uncheck()
    await section.getByLabel('Quiet from').fill(quiet)
    await section.getByLabel('Quiet until').fill(quiet)
    await section.getByRole('button', { name: 'Save' }).click()
    await expect(
      section.getByRole('alert').filter({ hasText: 'two different times' }),
    ).toBeVisible()
    await expect(section.getByLabel('Quiet from')).toHaveValue(quiet)
    await section.getByLabel('Quiet until').fill(noisy)
    await section.getByRole('button', { name: 'Save' }).click()
    await expect(said('The channel was changed.')).toBeVisible()
    await expect(page.getByText(/^Everything except: a print has started, /)).toBeVisible()
    await expect(page.getByText(`${quiet} to ${noisy}, ${timeZone}`)).toBeVisible()
    await expectClean(page, 'notifications-edit')

    // What happens is in the log at once, and sent again when the owner says so.
    server.answers.push([429, 'too much', { 'retry-after': '7200' }])
    for (const each of [printer, garage]) {
      await report(each, printing)
      await report(each, { ...printing, state: 'finished', status: 'Finished' })
    }
    await expect.poll(() => server.received.length, { timeout: 60_000 }).toBe(3)
    await page.getByLabel('State').selectOption('Waiting')
    await page.getByRole('button', { name: 'Show' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Maker Select, print 1' })
    await expect(row).toContainText('A print is finished')
    await expect(row).toContainText('429 too much')
    await expect(row).toContainText(/1 try\. Next try in 1\sh\s59/)
    await expect(page.getByText('Garage, print 1')).toHaveCount(0)
    await expect(page.getByText('Failing', { exact: true })).toBeVisible()
    await page.emulateMedia({ colorScheme: 'light' })
    await expectClean(page, 'notifications-log')
    await page.setViewportSize({ width: 1440, height: 900 })
    await expectClean(page, 'notifications-log-wide')
    await row.getByRole('button', { name: 'Send now' }).click()
    await expect(said(/^Message 1 is sent within seconds/)).toBeVisible()
    await expect.poll(() => server.received.length).toBe(4)
    const [first, again] = server.received.slice(2)
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(verify(again ?? { headers: {}, body: '' })).toMatchObject({ type: 'print.finished' })
    await page.goto(`${own.origin}/admin/notifications?state=delivered`)
    await expect(row).toContainText('200 thanks')
    await expect(page.getByText('Working', { exact: true })).toBeVisible()

    await page.getByRole('button', { name: 'Turn off My server' }).click()
    await expect(page.getByText('You turned it off.')).toBeVisible()
    await page.getByRole('button', { name: 'Replace the secret of My server' }).click()
    await expect(page.getByRole('heading', { name: 'Give this secret' })).toBeFocused()
    await page.getByRole('button', { name: 'Remove My server' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByRole('heading', { name: 'A first channel' })).toBeFocused()

    await page.getByRole('link', { name: 'Security', exact: true }).click()
    for (const sentence of [
      'The channel “My server” (webhook) was added.',
      'The channel “My server” was changed.',
      'Message 1 of the notifications was sent again.',
      'The channel “My server” was turned off.',
      'The channel “My server” was removed with its messages.',
    ])
      await expect(page.getByText(sentence)).toBeVisible()
    expect(own.log.join('\n')).not.toContain(secret)
  } finally {
    server.close()
  }
})

test('the routes refuse what is wrong, and nothing has changed', async ({ page, own }) => {
  await claim(page, own)
  const send = (method: string, path: string, body?: object) =>
    page.evaluate(
      async ([verb, address, json]) => {
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(`/admin/api/notifications${address}`, {
          ...{ method: verb, headers },
          ...(json !== null && { body: json }),
        })
        return { status: response.status, ...(await response.json()) }
      },
      [method, path, body === undefined ? null : JSON.stringify(body)] as const,
    )
  const topic = { kind: 'ntfy', name: 'Phone', values: { topic: 'printer', token: 'tk_secret_1' } }
  const fault = (pointer: string, detail: unknown = expect.stringMatching(/^\p{Lu}.*\.$/u)) => ({
    ...{ status: 422, errors: [{ pointer, detail }] },
  })
  expect(await send('POST', '/channels', { ...topic, kind: 'pigeon' })).toMatchObject(
    fault('/kind'),
  )
  expect(await send('POST', '/channels', { ...topic, values: {} })).toMatchObject(
    fault('/values/topic', 'Topic is missing.'),
  )
  expect(await send('POST', '/channels', { ...topic, facts: [] })).toMatchObject(fault('/facts'))
  expect((await send('GET', '')).channels).toEqual([])

  expect(await send('POST', '/channels', topic)).toEqual({ status: 200, id: 1, secret: null })
  expect(await send('PATCH', '/channels/1', { values: { topic: 'a b' } })).toMatchObject(
    fault('/values/topic', 'Topic has 1 to 64 letters, digits, - and _.'),
  )
  expect(await send('POST', '/channels/1/secret')).toMatchObject(fault('/kind'))
  for (const [method, path] of [
    ['PATCH', '/channels/2'],
    ['DELETE', '/channels/2'],
    ['POST', '/channels/2/test'],
    ['POST', '/deliveries/7'],
    ['DELETE', '/deliveries/x'],
  ] as const)
    expect(await send(method, path, { is_on: false })).toMatchObject({ status: 404 })
  const { channels } = await send('GET', '')
  expect(channels).toMatchObject([
    { name: 'Phone', values: { topic: 'printer', home: false }, secrets: ['token'], off: null },
  ])
  expect(JSON.stringify(channels)).not.toContain('tk_secret')
  expect((await fetch(`${own.url}/admin/api/notifications`)).status).toBe(401)
})
