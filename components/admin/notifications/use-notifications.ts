'use client'

import { type QueryClient, useQuery } from '@tanstack/react-query'
import {
  type ApiDeliveries,
  type ApiNotifications,
  type DeliveriesQuery,
  toDeliveriesParameters,
} from '#lib/api/admin-notifications.ts'
import { requestAdmin } from '../request.ts'

const queryKey = ['notifications']
const everyMs = 10_000

/** The channels, asked for again every few seconds while the page is seen. */
export function useNotifications(first: ApiNotifications) {
  return useQuery({
    queryKey: [...queryKey, 'channels'],
    queryFn: () => requestAdmin<ApiNotifications>('GET', 'notifications'),
    initialData: first,
    refetchInterval: everyMs,
  })
}

/** A page of the log, as often. */
export function useDeliveries(first: ApiDeliveries, query: DeliveriesQuery) {
  const parameters = toDeliveriesParameters(query)
  return useQuery({
    queryKey: [...queryKey, 'deliveries', parameters],
    queryFn: () => requestAdmin<ApiDeliveries>('GET', `notifications/deliveries?${parameters}`),
    initialData: first,
    refetchInterval: everyMs,
  })
}

export function refreshNotifications(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey })
}
