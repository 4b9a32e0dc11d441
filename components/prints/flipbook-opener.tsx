'use client'

import { type ComponentType, useState } from 'react'
import { printApiPath } from '#lib/api/paths.ts'
import type { ApiFrame } from '#lib/api/schema/prints.ts'

/** A slower response counts as a network failure. */
const timeoutMs = 20_000

type Player = ComponentType<{ frames: readonly ApiFrame[] }>
type Opened =
  | { is: 'closed' | 'opening' | 'failed' }
  | { is: 'open'; Flipbook: Player; frames: readonly ApiFrame[] }

/** A button that opens the flipbook; the player's script and the frames load only then. */
export function FlipbookOpener({ printerId, number }: { printerId: number; number: number }) {
  const [opened, setOpened] = useState<Opened>({ is: 'closed' })

  async function open() {
    setOpened({ is: 'opening' })
    try {
      const [{ Flipbook }, frames] = await Promise.all([
        import('./flipbook.tsx'),
        fetchFrames(`${printApiPath(printerId, number)}/frames`),
      ])
      setOpened({ is: 'open', Flipbook, frames })
    } catch {
      setOpened({ is: 'failed' })
    }
  }

  if (opened.is === 'open') return <opened.Flipbook frames={opened.frames} />
  return (
    <p className="mt-section flex flex-wrap items-center gap-x-5 gap-y-3 noscript:hidden">
      <button
        aria-disabled={opened.is === 'opening'}
        className="button label"
        onClick={() => opened.is !== 'opening' && void open()}
        type="button"
      >
        {opened.is === 'failed' ? 'Try again' : 'Play time-lapse'}
      </button>
      <span role="status">
        {opened.is === 'opening'
          ? 'Loading…'
          : opened.is === 'failed' && 'Couldn’t load the frames. Check your connection.'}
      </span>
    </p>
  )
}

async function fetchFrames(url: string): Promise<ApiFrame[]> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
  if (!response.ok) throw new Error(`${url} responded with ${response.status}`)
  const body = (await response.json()) as { frames: ApiFrame[] } // our own route, typed by the same file
  if (body.frames.length === 0) throw new Error(`${url} has no frames`)
  return body.frames
}
