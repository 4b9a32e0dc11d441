'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { ApiOwnersPictures, PicturesPageQuery } from '#lib/api/admin-pictures.ts'
import { requestAdmin } from '../request.ts'
import { applyChange } from './apply-change.ts'
import { type Change, createDelayedChanges, type DelayedChange } from './delayed-changes.ts'

export interface PicturesProps {
  printerId: number
  query: PicturesPageQuery
  /** As the server sent it. */
  first: ApiOwnersPictures
}

const refreshMs = 60_000

export const countPictures = (count: number) => (count === 1 ? '1 picture' : `${count} pictures`)

export const results = {
  hide: 'hidden',
  show: 'public again',
  delete: 'deleted for good',
} satisfies Record<Change, string>

/** The page's data, and the changes that it shows before the site has made them. */
export function usePictures({ printerId, query, first }: PicturesProps) {
  const queries = useQueryClient()
  const [message, setMessage] = useState('')
  const [error, setError] = useState<Error | null>(null)
  const queryKey = ['pictures', printerId, query]
  const path = `printers/${printerId}/pictures`
  const isHiddenOnly = query.hidden !== undefined
  const { data } = useQuery({
    queryKey,
    queryFn: () =>
      requestAdmin<ApiOwnersPictures>('GET', `${path}?${new URLSearchParams({ ...query })}`),
    initialData: first,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  })

  async function send(change: DelayedChange, isLeaving: boolean): Promise<void> {
    const body = { ids: change.ids }
    if (change.change === 'delete') await requestAdmin('DELETE', path, body)
    else
      await requestAdmin(
        'PATCH',
        path,
        { ...body, is_hidden: change.change === 'hide' },
        {
          keepalive: isLeaving,
        },
      )
    // A response to an earlier request would show the former state again.
    await queries.cancelQueries({ queryKey })
    queries.setQueryData<ApiOwnersPictures>(
      queryKey,
      (page) => page && applyChange(page, change, isHiddenOnly),
    )
    void queries.invalidateQueries({ queryKey })
  }

  function onEnd({ change, ids }: DelayedChange, end: 'done' | 'undone' | 'left' | Error): void {
    setError(end instanceof Error ? end : null)
    setMessage(end instanceof Error ? '' : describeEnd(change, ids.length, end))
  }

  const [delayed] = useState(() => createDelayedChanges({ send, onEnd }))
  const changes = useSyncExternalStore(delayed.subscribe, delayed.get, delayed.get)
  useEffect(() => {
    const onHidden = () => document.hidden && delayed.leave()
    window.addEventListener('pagehide', delayed.leave)
    document.addEventListener('visibilitychange', onHidden)
    return () => {
      window.removeEventListener('pagehide', delayed.leave)
      document.removeEventListener('visibilitychange', onHidden)
    }
  }, [delayed])

  const add = (change: Change, ids: readonly number[]) => {
    delayed.add(change, ids)
    setError(null)
    setMessage(
      `${countPictures(ids.length)} will be ${results[change]} in ten seconds. Until then it can be undone.`,
    )
  }
  return { data, changes, message, error, delayed: { add, undo: delayed.undo } }
}

function describeEnd(change: Change, count: number, end: 'done' | 'undone' | 'left'): string {
  if (end === 'undone') return 'Undone. Nothing was changed.'
  if (end === 'left')
    return `You left the page, so nothing was ${change === 'show' ? 'shown again' : 'deleted'}.`
  return `${countPictures(count)} ${count === 1 ? 'is' : 'are'} ${results[change]}.`
}
