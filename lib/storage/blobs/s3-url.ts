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
 * Reads `BLOBS_URL`: `s3://KEY:SECRET@host:port/bucket?region=us-east-1&tls=off`.
 *
 * Key and secret are percent-encoded where they hold `:`, `/`, `@`, `%` or `+`. The bucket is addressed by path and must exist. Without
 * `region` it is `us-east-1`, without `tls=off` it is HTTPS. The key needs GetObject, PutObject, DeleteObject and, so that a missing
 * picture can be told from a forbidden one, ListBucket.
 *
 * @throws Error that names the fault and never the secret
 */
export function parseBlobsUrl(text: string): S3Location {
  const fault = (what: string) => new Error(`BLOBS_URL: ${what}. Its form is ${form}`)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 's3:') throw fault('no address that begins with s3://')
  if (!url.hostname) throw fault('the host is missing')
  if (!url.username || !url.password) throw fault('key or secret is missing')
  const bucket = /^\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])\/?$/.exec(url.pathname)?.[1]
  if (!bucket) throw fault('after the host comes the name of one bucket, and nothing behind it')
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'region' && name !== 'tls')
  if (unknown !== undefined) throw fault(`it knows region and tls, not "${unknown}"`)
  const tls = url.searchParams.get('tls') ?? 'on'
  if (tls !== 'on' && tls !== 'off') throw fault('tls is on or off')
  return {
    endpoint: `${tls === 'on' ? 'https' : 'http'}://${url.host}`,
    bucket,
    region: url.searchParams.get('region') || 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  }
}
