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
  /** Of one attempt, until the last byte of its response; milliseconds. */
  attemptTimeoutMs?: number
  /** Of all attempts together, including the pauses; milliseconds. */
  totalTimeoutMs?: number
  /** The first pause's length is between nothing and four times this, the next one's four times that; milliseconds. */
  pauseMs?: number
}

interface S3Request {
  method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'
  /** Default: the bucket itself. */
  key?: string
  search?: Record<string, string>
  body?: Buffer
}

interface S3Response {
  status: number
  bytes: Buffer
}

/**
 * Retries until there is a final response, read to its last byte.
 * @returns 2xx, or `null` if the error code is NoSuchKey: a bare 404 may be the bucket's or a proxy's. HEAD has no code: any 404 is `null`
 * @throws DomainError `storage-unavailable`, `insufficient-storage`
 */
export type SendS3Request = (request: S3Request) => Promise<S3Response | null>

export function createS3Request(location: S3Location, options: S3Options = {}): SendS3Request {
  const {
    attempts = 3,
    attemptTimeoutMs = 10_000,
    totalTimeoutMs = 20_000,
    pauseMs = 100,
  } = options
  const { region, accessKeyId, secretAccessKey } = location
  const client = new AwsClient({ region, accessKeyId, secretAccessKey, service: 's3' })

  return async (request) => {
    const deadline = performance.now() + totalTimeoutMs
    let cause: unknown
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const leftMs = deadline - performance.now()
      if (leftMs <= 0) break
      try {
        const signal = AbortSignal.timeout(Math.ceil(Math.min(attemptTimeoutMs, leftMs)))
        const response = await sendOnce(client, location, request, signal)
        if (response.status < 500 && response.status !== 429)
          return checkResponse(response, request)
        if (isFull(response)) throw full(toError(response, request))
        cause = toError(response, request)
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

async function sendOnce(
  client: AwsClient,
  location: S3Location,
  { method, key, search, body }: S3Request,
  signal: AbortSignal,
): Promise<S3Response> {
  const url = new URL(location.bucketUrl + (key === undefined ? '' : `/${key}`))
  for (const [name, value] of Object.entries(search ?? {})) url.searchParams.set(name, value)
  const signed = await client.sign(url.href, {
    method,
    // Signed with the body's hash: the server rejects a corrupted body, with or without TLS.
    headers: {
      'x-amz-content-sha256': createHash('sha256')
        .update(body ?? '')
        .digest('hex'),
    },
  })
  return await send(signed, body, signal)
}

/**
 * Sends a request with `node:http`. Next replaces the global `fetch` and makes a stream of the body, which then has no Content-Length;
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

function checkResponse(response: S3Response, request: S3Request): S3Response | null {
  if (response.status >= 200 && response.status < 300) return response
  const isMissing = request.method === 'HEAD' || getErrorCode(response) === 'NoSuchKey'
  if (response.status === 404 && isMissing) return null
  if (isFull(response)) throw full(toError(response, request))
  throw unavailable(toError(response, request))
}

function getErrorCode(response: S3Response): string | null {
  return getErrorField(response, 'Code')
}

function getErrorField({ bytes }: S3Response, name: 'Code' | 'Region'): string | null {
  const field = new RegExp(`<${name}>([\\w-]+)</${name}>`)
  return field.exec(bytes.toString('latin1', 0, 2000))?.[1] ?? null
}

function isFull(response: S3Response): boolean {
  return response.status === 507 || /Quota|StorageFull|NoSpace/.test(getErrorCode(response) ?? '')
}

/** For the log: without the URL and without credentials. */
function toError(response: S3Response, { method, key }: S3Request): Error {
  const code = getErrorCode(response) ?? 'no code'
  const region = getErrorField(response, 'Region')
  // A wrong region, or an error that mentions the right one.
  const regionAdvice = region === null ? '' : `; set region=${region} in BLOBS_URL`
  // Alibaba's and Tencent's.
  const isPathForbidden = /^(?:SecondLevel|PathStyle)DomainForbidden$/.test(code)
  const advice = isPathForbidden ? '; add addressing=virtual to BLOBS_URL' : regionAdvice
  return new Error(`${method} ${key ?? '(bucket)'}: ${response.status} (${code})${advice}`)
}

function unavailable(cause: unknown): DomainError {
  return new DomainError(
    'storage-unavailable',
    'The picture store is unavailable. Nothing was changed. Try again in a few seconds.',
    { cause, retryAfterSeconds: 5 },
  )
}

function full(cause: unknown): DomainError {
  return new DomainError(
    'insufficient-storage',
    'The picture store is full. Nothing was stored. Free some space and send it again.',
    { cause },
  )
}

/** A response that can't be right: an outage, never "not found". */
export function invalidResponse(what: string): DomainError {
  return unavailable(new Error(what))
}
