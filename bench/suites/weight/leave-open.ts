import type { CDPSession, Page } from '@playwright/test'

export interface Traffic {
  requests: number
  /** Over the wire, headers and bodies, without pictures. */
  bytes: number
}

/**
 * The traffic of a page that is left open, with a fake clock.
 * @param onMinute what happens meanwhile, such as a new report
 */
export async function leaveOpen(
  page: Page,
  url: string,
  minutes: number,
  onMinute: (minute: number) => Promise<void>,
): Promise<Traffic> {
  await page.clock.install()
  await page.goto(url, { waitUntil: 'networkidle' })
  const traffic: Traffic = { requests: 0, bytes: 0 }
  const session = await page.context().newCDPSession(page)
  await countTraffic(session, traffic)
  for (let minute = 1; minute <= minutes; minute += 1) {
    await onMinute(minute)
    await page.clock.runFor(60_000)
    await page.waitForLoadState('networkidle')
  }
  await session.detach()
  return traffic
}

async function countTraffic(session: CDPSession, traffic: Traffic): Promise<void> {
  const pictures = new Set<string>()
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (type === 'Image') pictures.add(requestId)
    else {
      traffic.requests += 1
      // The browser doesn't report the size of a request; a line per header is right within a few bytes.
      const lines = Object.entries(request.headers).map(([name, value]) => name + value)
      traffic.bytes += request.url.length + lines.join('    ').length
    }
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (!pictures.has(requestId)) traffic.bytes += encodedDataLength
  })
}
