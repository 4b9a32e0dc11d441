import { invalidResponse, type SendS3Request } from './s3-request.ts'

interface Page {
  entries: { key: string; bytes: number; modifiedAt: Date }[]
  next: string | null
}

/** Every object below a prefix, a thousand at a time (ListObjectsV2). */
export async function* listObjects(send: SendS3Request, prefix: string) {
  let token: string | null = null
  do {
    const search = { 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) }
    const response = await send({ method: 'GET', search })
    const page: Page = parsePage(response?.bytes.toString('utf8') ?? '')
    yield* page.entries
    token = page.next
  } while (token !== null)
}

/**
 * Parses a ListBucketResult. Keys are hex digits and a few letters, so regular expressions are enough for its XML.
 * @throws DomainError `storage-unavailable` for any other document: an empty list would mean that all blobs are lost
 */
export function parsePage(xml: string): Page {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.includes('</ListBucketResult>'))
    throw invalidResponse('The response is not a list of objects')
  const entries = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content = '']) => {
    const key = getText(content, 'Key')
    const bytes = Number(getText(content, 'Size') ?? Number.NaN)
    const modifiedAt = new Date(getText(content, 'LastModified') ?? Number.NaN)
    if (key === null || !Number.isSafeInteger(bytes) || Number.isNaN(modifiedAt.getTime()))
      throw invalidResponse('The list of objects has invalid entries')
    return { key, bytes, modifiedAt }
  })
  const next = getText(xml, 'NextContinuationToken')
  if (getText(xml, 'IsTruncated') === 'true' && next === null)
    throw invalidResponse('The list of objects is truncated and has no continuation token')
  return { entries, next }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function getText(xml: string, tag: string): string | null {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]
  return text?.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => entities[name] ?? '') ?? null
}
