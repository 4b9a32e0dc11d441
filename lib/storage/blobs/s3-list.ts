import { distrust, type SendS3Request } from './s3-request.ts'

interface Page {
  entries: { key: string; bytes: number; modifiedAt: Date }[]
  next: string | null
}

/** Every object below a prefix, a thousand at a time (ListObjectsV2). */
export async function* listObjects(ask: SendS3Request, prefix: string) {
  let token: string | null = null
  do {
    const search = { 'list-type': '2', prefix, ...(token && { 'continuation-token': token }) }
    const answer = await ask({ method: 'GET', search })
    const page: Page = parsePage(answer?.bytes.toString('utf8') ?? '')
    yield* page.entries
    token = page.next
  } while (token !== null)
}

/**
 * Reads a ListBucketResult. Our keys are hex and a few letters, so that its XML holds nothing that would need more than this.
 * @throws DomainError `storage-unavailable` where it is something else: an empty list would have blobs look lost
 */
export function parsePage(xml: string): Page {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.includes('</ListBucketResult>'))
    throw distrust('The answer is no list of objects.')
  const entries = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content = '']) => {
    const key = getText(content, 'Key')
    const bytes = Number(getText(content, 'Size') ?? Number.NaN)
    const modifiedAt = new Date(getText(content, 'LastModified') ?? Number.NaN)
    if (key === null || !Number.isSafeInteger(bytes) || Number.isNaN(modifiedAt.getTime()))
      throw distrust('The list of objects can’t be read.')
    return { key, bytes, modifiedAt }
  })
  const next = getText(xml, 'NextContinuationToken')
  if (getText(xml, 'IsTruncated') === 'true' && next === null)
    throw distrust('The list of objects ends without its end.')
  return { entries, next }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function getText(xml: string, tag: string): string | null {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]
  return text?.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => entities[name] ?? '') ?? null
}
