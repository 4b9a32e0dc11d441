import { createHash } from 'node:crypto'
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { AwsClient } from 'aws4fetch'
import { getBackoffMs } from '#lib/api/backoff.ts'
import { DomainError } from '#lib/core/errors.ts'
import type { S3Location } from './s3-url.ts'

export interface S3Options {
  attempts?: number
  /** Of one attempt, until the last byte of its answer; milliseconds. */
  attemptTimeoutMs?: number
  /** Of all attempts together, with the pauses between; milliseconds. */
  totalTimeoutMs?: number
  /** The first pause's length is between nothing and four times this, the next one's four times that; milliseconds. */
  pauseMs?: number
}

export interface S3Request {
  method: 'GET' | 'PUT' | 'DELETE'
  /** Without it the bucket itself is meant. */
  key?: string
  search?: Record<string, string>
  headers?: Record<string, string>
  body?: Buffer
}

export interface S3Response {
  status: number
  bytes: Buffer
}

/**
 * Asks until there is an answer to rely on, read to its last byte.
 * @returns 2xx, 416, or `null` where the store says itself that there is no such key: a 404 alone may be the bucket's or a proxy's
 * @throws DomainError `storage-unavailable`, `insufficient-storage`
 */
export type SendS3Request = (question: S3Request) => Promise<S3Response | null>

export function createS3Request(place: S3Location, options: S3Options = {}): SendS3Request {
  const {
    attempts = 3,
    attemptTimeoutMs = 10_000,
    totalTimeoutMs = 20_000,
    pauseMs = 100,
  } = options
  const { region, accessKeyId, secretAccessKey } = place
  const client = new AwsClient({ region, accessKeyId, secretAccessKey, service: 's3' })

  return async (question) => {
    const deadline = performance.now() + totalTimeoutMs
    let cause: unknown
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) break
      try {
        const signal = AbortSignal.timeout(Math.ceil(Math.min(attemptTimeoutMs, leftMs)))
        const answer = await ask(client, place, question, signal)
        if (answer.status < 500 && answer.status !== 429) return settle(answer, question)
        if (isFull(answer)) throw full(tell(answer, question))
        cause = tell(answer, question)
      } catch (error) {
        if (error instanceof DomainError) throw error
        cause = error
      }
      if (attempt < attempts) {
        const longestMs = getBackoffMs(attempt, {
          baseMs: 4 * pauseMs,
          maxMs: totalTimeoutMs,
          factor: 4,
        })
        await sleep(Math.min(Math.random() * longestMs, deadline - performance.now()))
      }
    }
    throw unavailable(cause)
  }
}

async function ask(
  client: AwsClient,
  place: S3Location,
  { method, key, search, headers, body }: S3Request,
  signal: AbortSignal,
): Promise<S3Response> {
  const url = new URL(`${place.endpoint}/${place.bucket}${key === undefined ? '' : `/${key}`}`)
  for (const [name, value] of Object.entries(search ?? {})) url.searchParams.set(name, value)
  const signed = await client.sign(url.href, {
    method,
    // Signed with the bytes' own hash: the server rejects other bytes, with or without TLS.
    headers: {
      ...headers,
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    },
  })
  return await send(signed, body, signal)
}

/**
 * Sends a request by `node:http`. Next replaces the global `fetch` and makes a stream of the body, which then has no Content-Length;
 * S3 servers reject such a PUT with 411.
 */
async function send(
  { url, method, headers }: Request,
  body: Buffer | undefined,
  signal: AbortSignal,
): Promise<S3Response> {
  const { request } = url.startsWith('https:') ? https : http
  const length = body === undefined ? {} : { 'content-length': String(body.length) }
  const sent = request(url, {
    method,
    signal,
    headers: { ...Object.fromEntries(headers), ...length },
  })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage] // of the event's listeners
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return { status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }
}

function settle(answer: S3Response, question: S3Request): S3Response | null {
  if ((answer.status >= 200 && answer.status < 300) || answer.status === 416) return answer
  if (answer.status === 404 && getErrorCode(answer) === 'NoSuchKey') return null
  if (isFull(answer)) throw full(tell(answer, question))
  throw unavailable(tell(answer, question))
}

function getErrorCode({ bytes }: S3Response): string | null {
  return /<Code>(\w+)<\/Code>/.exec(bytes.toString('latin1', 0, 2000))?.[1] ?? null
}

function isFull(answer: S3Response): boolean {
  return answer.status === 507 || /Quota|StorageFull|NoSpace/.test(getErrorCode(answer) ?? '')
}

/** For the log: without the address, whose query or host is nobody's business, and without credentials. */
function tell(answer: S3Response, { method, key }: S3Request): Error {
  const code = getErrorCode(answer) ?? 'no code'
  return new Error(`${method} ${key ?? 'of the bucket'}: ${answer.status} (${code})`)
}

function unavailable(cause: unknown): DomainError {
  return new DomainError(
    'storage-unavailable',
    'The store of the pictures can’t be used at the moment. Nothing was changed; try again in a few seconds.',
    { cause, retryAfterSeconds: 5 },
  )
}

function full(cause: unknown): DomainError {
  return new DomainError(
    'insufficient-storage',
    'The store of the pictures is full. Nothing was kept; free some space and send again.',
    { cause },
  )
}

/** An answer that was given but can't be what was asked for: told as an outage, never as "not there". */
export function distrust(what: string): DomainError {
  return unavailable(new Error(what))
}
