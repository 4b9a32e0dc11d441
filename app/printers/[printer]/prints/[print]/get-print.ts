import { cache } from 'react'
import { queryHistory } from '../../query-history.ts'

/** The print of a URL, with its pictures and readings; queried once per request. */
export const getPrint = cache(async (printer: string, print: string) => {
  // One URL per print: neither /prints/01 nor /prints/1e0.
  if (![printer, print].every((text) => /^[1-9]\d{0,8}$/.test(text))) return null
  const [id, number] = [Number(printer), Number(print)]
  return queryHistory(async ({ printQueries }) => {
    const found = await printQueries.getPrint(id, number)
    const [frames, readings] = await Promise.all([
      printQueries.listFrames(id, number),
      printQueries.getReadingsOfPrint(id, number),
    ])
    return { print: found, frames, readings }
  })
})
