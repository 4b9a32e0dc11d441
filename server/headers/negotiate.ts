import type { IncomingMessage } from 'node:http'

/** Two kinds of answer: which comes depends on Accept, and every cache has to know. */
export const printerPagePattern = /^(\/printers\/[1-9]\d{0,8})\/?(\?.*)?$/

/**
 * `curl -H 'Accept: text/plain' /printers/1` means `/printers/1.txt`. Said here, before anything is looked up: the public cache
 * knows answers by their address alone, and so each address still has one answer. Caches in front of the house are told by
 * `Vary`, which the page gets in `outward-fields.ts` and the text from its route.
 */
export function negotiateText(request: IncomingMessage): void {
  const { accept } = request.headers
  if (accept === undefined || !accept.includes('text/plain')) return
  const [, path, query = ''] = printerPagePattern.exec(request.url ?? '') ?? []
  if (path !== undefined && weigh(accept, 'text/plain') > weigh(accept, 'text/html'))
    request.url = `${path}.txt${query}`
}

/** What an Accept header gives a type, 0 to 1; the most precise range counts (RFC 9110, 12.5.1). */
function weigh(accept: string, type: string): number {
  const ranges = new Map(
    accept.split(',').map((range) => {
      const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return [name, q === undefined ? 1 : Number(q) || 0]
    }),
  )
  const [kind] = type.split('/')
  return ranges.get(type) ?? ranges.get(`${kind}/*`) ?? ranges.get('*/*') ?? 0
}
