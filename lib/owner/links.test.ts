import { beforeEach, describe, expect, test } from 'vitest'
import { openTestOwner, type TestOwner } from './owner.fixture.ts'

let site: TestOwner
beforeEach(async () => {
  site = await openTestOwner()
  return site.close
})

const browser = { userAgent: 'Firefox' }

describe('claiming', () => {
  test('a wrong link changes nothing', async () => {
    await site.owner.createClaimLink()
    for (const wrong of ['', 'x', 'x'.repeat(43)])
      await expect(site.owner.claim(wrong, browser)).rejects.toMatchObject({ code: 'link-invalid' })
    expect(await site.owner.isClaimed()).toBe(false)
  })

  test('the link of an earlier start is of no use, that of the newest claims the site for a day', async () => {
    const old = await site.owner.createClaimLink()
    const right = (await site.owner.createClaimLink()) ?? ''
    await expect(site.owner.claim(old ?? '', browser)).rejects.toMatchObject({
      code: 'link-invalid',
    })
    const { secret, session } = await site.owner.claim(right, browser)
    expect(await site.owner.findSession(secret)).toEqual(session)
    await expect(site.owner.claim(right, browser)).rejects.toMatchObject({ code: 'not-found' })
    expect(await site.owner.createClaimLink()).toBeNull()
    site.wait({ hours: 23 })
    expect(await site.owner.findSession(secret)).not.toBeNull()
    site.wait({ hours: 1 })
    expect(await site.owner.findSession(secret)).toBeNull()
  })

  test('a claim link that nobody has used ends after a week', async () => {
    const secret = (await site.owner.createClaimLink()) ?? ''
    site.wait({ hours: 7 * 24 })
    await expect(site.owner.claim(secret, browser)).rejects.toMatchObject({ code: 'link-invalid' })
  })

  test('the link of the command claims a site that has no owner', async () => {
    const { path } = await site.owner.createSignInLink()
    expect(path).toMatch(/^\/admin\/claim#[\w-]{43}$/)
    const [, secret = ''] = path.split('#')
    await expect(site.owner.signInByLink(secret, browser)).rejects.toMatchObject({
      code: 'link-invalid',
    })
    expect((await site.owner.claim(secret, browser)).session.method).toBe('claim')
  })
})

describe('signing in with a link', () => {
  const printLink = async () => (await site.owner.createSignInLink()).path.split('#')[1] ?? ''
  beforeEach(async () => {
    await site.owner.claim((await site.owner.createClaimLink()) ?? '', browser)
  })

  test('works once', async () => {
    const secret = await printLink()
    const { session } = await site.owner.signInByLink(secret, browser)
    expect(session).toMatchObject({ method: 'link', userAgent: 'Firefox' })
    await expect(site.owner.signInByLink(secret, browser)).rejects.toMatchObject({
      code: 'link-invalid',
    })
  })

  test('works for fifteen minutes', async () => {
    const secret = await printLink()
    site.wait({ hours: 0.25 })
    await expect(site.owner.signInByLink(secret, browser)).rejects.toMatchObject({
      code: 'link-invalid',
    })
  })

  test('is in the log, and so is that the link was printed', async () => {
    const { session } = await site.owner.signInByLink(await printLink(), browser)
    const { entries } = await site.owner.listLog(null)
    expect(entries.map(({ action, session_id }) => [action, session_id])).toEqual([
      ['signed-in', session.id],
      ['link-created', null],
      ['claimed', expect.any(Number)],
    ])
  })
})
