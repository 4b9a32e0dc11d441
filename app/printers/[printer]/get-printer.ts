import { cache } from 'react'
import type { ApiPrinter } from '#lib/api/schema/printer.ts'
import { withStoreOutage } from '../store-outage.ts'

/** The printer of a URL, or `null`; queried once per request. */
export const getPrinter = cache(async (given: string): Promise<ApiPrinter | null | 'outage'> => {
  // One URL per printer: neither /printers/01 nor /printers/1e0.
  if (!/^[1-9]\d{0,8}$/.test(given)) return null
  return withStoreOutage(({ printerQueries }) => printerQueries.getPrinter(Number(given)))
})
