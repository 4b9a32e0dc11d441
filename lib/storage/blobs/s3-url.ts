import { isIP } from 'node:net'

export interface S3Location {
  /** Such as `https://s3.example.org:9000/pictures` or `https://pictures.s3.example.org`; objects are below it. */
  bucketUrl: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

const form = 's3://KEY:SECRET@host:port/bucket?region=us-east-1&tls=off'
const parameters = ['region', 'tls', 'addressing']

/**
 * Parses `BLOBS_URL`: `s3://KEY:SECRET@host:port/bucket?region=us-east-1&tls=off`.
 *
 * `:`, `/`, `@`, `%` and `+` in key and secret are percent-encoded. The bucket must exist. It is addressed by path, or with
 * `addressing=virtual` by a host name of its own. The default region is `us-east-1`, the default scheme HTTPS. The key needs GetObject,
 * PutObject, DeleteObject and ListBucket; without ListBucket a missing picture looks like a forbidden one.
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
  const unknown = [...url.searchParams.keys()].find((name) => !parameters.includes(name))
  if (unknown !== undefined)
    throw error(`has the unknown parameter "${unknown}"; valid ones are ${parameters.join(', ')}`)
  const tls = url.searchParams.get('tls') ?? 'on'
  if (tls !== 'on' && tls !== 'off') throw error('must have tls=on or tls=off')
  const addressing = url.searchParams.get('addressing') ?? 'path'
  if (addressing !== 'path' && addressing !== 'virtual')
    throw error('must have addressing=path or addressing=virtual')
  const reason = addressing === 'virtual' ? findWhyNotVirtual(url.hostname, bucket, tls) : null
  if (reason !== null) throw error(`${reason}; leave out addressing=virtual`)
  const scheme = tls === 'on' ? 'https' : 'http'
  return {
    bucketUrl:
      addressing === 'virtual'
        ? `${scheme}://${bucket}.${url.host}`
        : `${scheme}://${url.host}/${bucket}`,
    region: url.searchParams.get('region') || 'us-east-1',
    accessKeyId: decodeURIComponent(url.username),
    secretAccessKey: decodeURIComponent(url.password),
  }
}

/** Why the bucket can't be part of the host's name; `null` if it can. */
function findWhyNotVirtual(hostname: string, bucket: string, tls: 'on' | 'off'): string | null {
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0)
    return 'has an IP address, below which no bucket has a name'
  if (bucket.includes('_')) return 'has a bucket with an underscore (_), which no host name has'
  if (tls === 'on' && bucket.includes('.'))
    return 'has a bucket with a dot, to which the certificate of the host doesn’t apply'
  return null
}
