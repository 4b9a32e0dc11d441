import { writeFile } from 'node:fs/promises'
import type { Outbound } from '#lib/outbound/outbound.ts'
import { OutboundError } from '#lib/outbound/outbound-error.ts'
import { isFinal } from '../read/read-source.ts'
import type { FetchedPhoto } from './ports.ts'

const maxBytes = 1_000_000
/** What the image process decodes. SVG isn't among them. */
const accept = ['image/avif', 'image/webp', 'image/jpeg', 'image/png', 'image/gif']

/** Fetches a photo that a stranger's page names into a file that doesn't exist yet. */
export async function fetchPhoto(
  outbound: Pick<Outbound, 'fetch'>,
  url: string,
  path: string,
): Promise<FetchedPhoto> {
  try {
    const { status, body } = await outbound.fetch({ url: new URL(url), accept, maxBytes })
    if (status === 404 || status === 410) return { kind: 'absent' }
    if (status !== 200) return { kind: 'failed' }
    await writeFile(path, body, { flag: 'wx' })
    return { kind: 'file', path }
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    return { kind: isFinal(error) ? 'absent' : 'failed' }
  }
}
