import busboy from '@fastify/busboy'
import type { Received } from './stub-server.ts'

export interface ReceivedReport {
  fields: Record<string, string>
  image: Buffer | null
  imageName: string | null
  imageType: string | null
}

/** Parses a request body with the parser that the site uses. */
export function parseReport({ headers, body }: Pick<Received, 'headers' | 'body'>) {
  return new Promise<ReceivedReport>((resolve, reject) => {
    const report: ReceivedReport = { fields: {}, image: null, imageName: null, imageType: null }
    const parser = busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
    })
    parser.on('field', (name: string, value: string) => {
      report.fields[name] = value
    })
    parser.on('file', (_name, file, filename, _encoding, mimeType) => {
      const chunks: Buffer[] = []
      file.on('data', (chunk: Buffer) => chunks.push(chunk))
      file.on('end', () => {
        Object.assign(report, {
          image: Buffer.concat(chunks),
          imageName: filename,
          imageType: mimeType,
        })
      })
    })
    parser.on('finish', () => resolve(report))
    parser.on('error', reject)
    parser.end(body)
  })
}
