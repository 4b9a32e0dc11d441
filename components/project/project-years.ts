import type { Project } from '#lib/content/model/types.ts'

/** "2019 to 2021", "2019", "since 2019"; `null` without dates. */
export function formatProjectYears({ startedAt, finishedAt }: Project): string | null {
  const from = startedAt?.localDate.slice(0, 4)
  const to = finishedAt?.localDate.slice(0, 4)
  if (from !== undefined && to !== undefined) return from === to ? from : `${from} to ${to}`
  if (from !== undefined) return `since ${from}`
  return to === undefined ? null : `until ${to}`
}
