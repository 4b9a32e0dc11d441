export interface S3Location {
  /** Origin, such as `https://s3.example.org:9000`. */
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

const form = 's3://KEY:SECRET@host:port/bucket?region=us-east-1&tls=off'

/**
 * Parses `BLOBS_URL`: `s3://KEY:SECRET@host:port/bucket?region=us-east-1&tls=off`.
 *
 * `:`, `/`, `@`, `%` and `+` in key and secret are percent-encoded. The bucket is addressed by path and must exist. The default region
 * is `us-east-1`, the default scheme HTTPS. The key needs GetObject, PutObject, DeleteObject and ListBucket; without ListBucket a
 * missing picture looks like a forbidden one.
 *
 * @throws Error that says what is wrong, without the secret
 */
export function parseBlobsUrl(text: string): S3Location {
  const error = (what: string) => new Error(`BLOBS_URL ${what}. Its form is ${form}`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 's3:') throw error('must start with s3://')
  if (!url.hostname) throw error('has no host')
  if (!url.username || !url.password) throw error('has no key or no secret')
  const bucket = /^\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])\/?$/.exec(url.pathname)?.[1]
  if (!bucket) throw error('must have the name of one bucket as its path')
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'region' && name !== 'tls')
  if (unknown !== undefined)
    throw error(`has the unknown parameter "${unknown}"; valid ones are region and tls`)
  const tls = url.searchParams.get('tls') ?? 'on'
  if (tls !== 'on' && tls !== 'off') throw error('must have tls=on or tls=off')
  return {
    endpoint: `${tls === 'on' ? 'https' : 'http'}://${url.host}`,
    bucket,
    region: url.searchParams.get('region') || 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  }
}
