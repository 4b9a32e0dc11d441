import { request } from 'node:http'
import { segment, withSegments } from '#lib/images/jpeg-parts.fixture.ts'
import { account } from './site.ts'

export interface Answer {
  /** 0: no answer. */
  status: number
  text: string
}

let count = 0

/** A picture that nobody has uploaded before. */
export function makeDistinct(jpeg: Buffer): Buffer {
  return withSegments(jpeg, segment(0xfe, `${process.pid} ${++count} ${Date.now()}`))
}

/** Sends one picture as a snapper does. Never throws. */
export function upload(siteUrl: string, jpeg: Buffer, timeoutMs = 30_000): Promise<Answer> {
  return send(`${siteUrl}/api/3dprinter/1/image.jpg`, 'PUT', jpeg, timeoutMs)
}

/** @returns what `url` answers, status 0 if nothing. Never throws. */
export function get(url: string, timeoutMs = 30_000): Promise<Answer> {
  return send(url, 'GET', undefined, timeoutMs)
}

function send(
  url: string,
  method: string,
  body: Buffer | undefined,
  timeoutMs: number,
): Promise<Answer> {
  return new Promise((resolve) => {
    const finish = (status: number, text: string) => resolve({ status, text })
    const sent = request(url, {
      method,
      agent: false,
      timeout: timeoutMs,
      ...(body && {
        auth: `${account.user}:${account.password}`,
        headers: { 'content-type': 'image/jpeg', 'content-length': body.length },
      }),
    })
    sent.on('response', async (response) => {
      const text = await response.toArray().then(
        (chunks) => Buffer.concat(chunks).toString(),
        () => null,
      )
      if (text === null) finish(0, 'cut off')
      else finish(response.statusCode ?? 0, text)
    })
    sent.on('timeout', () => sent.destroy(new Error('timed out')))
    sent.on('error', (error) => finish(0, error.message))
    sent.end(body)
  })
}

/** The hash in an acknowledgement. @returns `null` if the answer isn't one */
export function readAcknowledged({ status, text }: Answer): string | null {
  return status === 200 ? (JSON.parse(text) as { sha256: string }).sha256 : null // by the contract
}

/** Uploads from several senders until `signal` is aborted. @returns the acknowledged hashes */
export async function uploadUntil(
  signal: AbortSignal,
  siteUrl: string,
  jpeg: Buffer,
  senders: number,
  acknowledged: string[] = [],
): Promise<string[]> {
  const sendAll = async () => {
    while (!signal.aborted) {
      const sha256 = readAcknowledged(await upload(siteUrl, makeDistinct(jpeg)))
      if (sha256 !== null) acknowledged.push(sha256)
    }
  }
  await Promise.all(Array.from({ length: senders }, sendAll))
  return acknowledged
}
