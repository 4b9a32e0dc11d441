import { type QueryClient, useMutation, useQuery } from '@tanstack/react-query'
import type { ApiMentions, MentionFilter } from '#lib/api/admin-mentions.ts'
import { requestAdmin } from '../request.ts'

const queryKey = ['mentions']

/** The mentions of a state, asked for again every few seconds while the page is seen. */
export function useMentions(first: ApiMentions, filter: MentionFilter, before: number | null) {
  const query = new URLSearchParams({ state: filter, ...(before && { before: String(before) }) })
  return useQuery({
    queryKey: [...queryKey, filter, before],
    queryFn: () => requestAdmin<ApiMentions>('GET', `mentions?${query}`),
    initialData: first,
    refetchInterval: 15_000,
  })
}

export function refreshMentions(queries: QueryClient): Promise<void> {
  return queries.invalidateQueries({ queryKey })
}

/** Accepts or rejects a mention, or changes the blocks: a request whose success is said. */
export function useChange(
  request: Parameters<typeof requestAdmin>,
  said: string,
  onChanged: (text: string) => void,
) {
  return useMutation({
    mutationFn: () => requestAdmin(...request),
    onSuccess: () => onChanged(said),
  })
}
