import type { Browser, CDPSession, Page } from '@playwright/test'
import { type PageScript, weigh } from './page-scripts.ts'

/** Every script that a visit of a page brings, when all has come to rest. */
export async function weighVisit(browser: Browser, url: string): Promise<PageScript[]> {
  const page = await browser.newPage()
  const found: Promise<PageScript>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    const path = new URL(response.url()).pathname
    found.push(response.body().then((body) => weigh(path, body)))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  const scripts = await Promise.all(found)
  await page.close()
  return scripts
}

export interface HourCost {
  requests: number
  /** Over the wire, heads and bodies, without pictures. */
  bytes: number
  pictureBytes: number
}

/**
 * What leaving a page open for an hour costs, its clock driven.
 * @param onMinute what happens meanwhile, as a new report by the snapper
 */
export async function spendAnHour(
  page: Page,
  url: string,
  onMinute: (minute: number) => Promise<void>,
): Promise<HourCost> {
  await page.clock.install()
  await page.goto(url, { waitUntil: 'networkidle' })
  const cost: HourCost = { requests: 0, bytes: 0, pictureBytes: 0 }
  const session = await page.context().newCDPSession(page)
  await countTraffic(session, cost)
  for (let minute = 1; minute <= 60; minute += 1) {
    await onMinute(minute)
    await page.clock.runFor(60_000)
    await page.waitForLoadState('networkidle')
  }
  await session.detach()
  return cost
}

async function countTraffic(session: CDPSession, cost: HourCost): Promise<void> {
  const pictures = new Set<string>()
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (type === 'Image') pictures.add(requestId)
    else {
      cost.requests += 1
      // The browser tells no size of what it sends; a line for each header is that within a few bytes.
      const lines = Object.entries(request.headers).map(([name, value]) => name + value)
      cost.bytes += request.url.length + lines.join('    ').length
    }
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (pictures.has(requestId)) cost.pictureBytes += encodedDataLength
    else cost.bytes += encodedDataLength
  })
}
