'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { ApiManagedPrinter } from '#lib/api/admin-printers.ts'
import { ActionButton } from '../action-button.tsx'
import { Problem } from '../problem.tsx'
import { requestAdmin } from '../request.ts'

/** Which printer comes first on the home page and in lists. The focus stays on the printer that is moved. */
export function PrinterOrder({
  printers,
  onChanged,
}: {
  printers: readonly ApiManagedPrinter[]
  onChanged: (message: string) => void
}) {
  const list = useRef<HTMLOListElement>(null)
  const moved = useRef<string | null>(null)
  const { mutate, isPending, error } = useMutation({
    mutationFn: (ids: number[]) => requestAdmin('POST', 'printers/order', { ids }),
    onSuccess: (_, ids) =>
      onChanged(`“${printers.find(({ id }) => id === ids[0])?.label}” is the first printer now.`),
  })
  const order = printers.map(({ id }) => id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the new order moves the buttons
  useEffect(() => {
    const [up, down] =
      list.current?.querySelectorAll<HTMLElement>(`[value="${moved.current}"]`) ?? []
    const next = up?.matches(':disabled') ? down : up
    if (moved.current !== null) next?.focus()
    moved.current = null
  }, [order])

  const move = (index: number, by: 1 | -1) => {
    const ids = printers.map(({ id }) => id)
    const [id] = ids.splice(index, 1)
    if (id === undefined) return
    ids.splice(index + by, 0, id)
    moved.current = String(id)
    mutate(ids)
  }
  return (
    <>
      <ol className="admin-rows" ref={list}>
        {printers.map(({ id, label }, index) => (
          <li className="admin-row" key={id}>
            <bdi className="subtitle">{label}</bdi>
            <div className="admin-actions">
              {([-1, 1] as const).map((by) => (
                <ActionButton
                  className="text-link"
                  disabled={printers[index + by] === undefined}
                  isPending={isPending}
                  key={by}
                  onClick={() => move(index, by)}
                  value={id}
                >
                  {by < 0 ? 'Up' : 'Down'}
                  <span className="sr-only"> with {label}</span>
                </ActionButton>
              ))}
            </div>
          </li>
        ))}
      </ol>
      <Problem error={error} />
    </>
  )
}
