'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiPrintChanges, ApiPrintEditor } from '#lib/api/admin-prints.ts'
import { AdminError, requestAdmin } from '../request.ts'
import { type PrintKey, printApiPath } from './print-paths.ts'

const keyOf = ({ printer, number }: PrintKey) => ['prints', printer, number, 'editor']

/** @param first as the server sent it, if this is the print that the page was opened for */
export function usePrint(key: PrintKey, first: ApiPrintEditor): ApiPrintEditor {
  const { data } = useQuery({
    queryKey: keyOf(key),
    queryFn: () => requestAdmin<ApiPrintEditor>('GET', printApiPath(key)),
    ...(key.number === first.print.number
      ? { initialData: first }
      : { placeholderData: (previous: ApiPrintEditor | undefined) => previous }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data ?? first
}

/** Changes a print. What is certain to be as asked is shown at once, and undone where the site refuses. */
export function useChangePrint(key: PrintKey, onChanged: (changes: ApiPrintChanges) => void) {
  const queries = useQueryClient()
  const queryKey = keyOf(key)
  return useMutation({
    mutationFn: (changes: ApiPrintChanges) =>
      requestAdmin<ApiPrintEditor>('PATCH', printApiPath(key), changes),
    onMutate: async ({ is_hidden: isHidden, is_published: isPublished }) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData<ApiPrintEditor>(queryKey)
      const early = {
        ...(isHidden !== undefined && { is_hidden: isHidden }),
        ...(isPublished !== undefined && {
          published_at: isPublished ? new Date().toISOString() : null,
        }),
      }
      queries.setQueryData<ApiPrintEditor>(
        queryKey,
        (data) => data && { ...data, print: { ...data.print, ...early } },
      )
      return () => queries.setQueryData(queryKey, before)
    },
    onError: (error, _changes, undo) => {
      undo?.()
      // What is there now is what the next try replaces.
      if (error instanceof AdminError && error.code === 'changed-meanwhile')
        void queries.invalidateQueries({ queryKey })
    },
    onSuccess: (editor, changes) => {
      queries.setQueryData(queryKey, editor)
      onChanged(changes)
    },
  })
}

/** Joins a print with the one before it, or splits it. All that is known of prints is asked for again. */
export function useReshapePrint<T>(
  key: PrintKey,
  how: 'join' | 'split',
  onReshaped: (number: number) => void,
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: T & object) =>
      requestAdmin<{ number: number }>('POST', `${printApiPath(key)}/${how}`, body),
    onSuccess: async ({ number }) => {
      onReshaped(number)
      await queries.invalidateQueries({ queryKey: ['prints', key.printer] })
    },
  })
}
