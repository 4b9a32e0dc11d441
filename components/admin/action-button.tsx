'use client'

import type { ComponentProps } from 'react'

/**
 * A button that sends a request. While `isPending` it does nothing. It isn't disabled then: a browser takes the focus away from a
 * disabled button, and somebody at a keyboard would begin again at the top of the page.
 */
export function ActionButton({
  isPending,
  onClick,
  type = 'button',
  ...attributes
}: ComponentProps<'button'> & { isPending: boolean }) {
  return (
    <button
      {...attributes}
      aria-disabled={isPending}
      onClick={(event) => (isPending ? event.preventDefault() : onClick?.(event))}
      type={type}
    />
  )
}
