'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'

export interface PreviewedPage {
  label: string
  path: string
}

const schemes = ['light', 'dark'] as const

/**
 * A page of the site as visitors get it, with other colours: they are set in the frame, so that every page stays the same for
 * everybody.
 * @param style of the whole theme
 */
export function PagePreview({
  pages,
  style,
  children,
}: {
  pages: readonly PreviewedPage[]
  style: string
  /** Above the page. */
  children: ReactNode
}) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [path, setPath] = useState(pages[0]?.path ?? '/')
  const [scheme, setScheme] = useState<(typeof schemes)[number]>('light')
  const apply = () => applyStyle(frame.current, style, scheme)
  useEffect(() => applyStyle(frame.current, style, scheme), [style, scheme])
  return (
    <section aria-label="Preview">
      <div className="admin-preview-choices">
        <Choices
          name="Page"
          onChoose={setPath}
          options={pages.map((page) => [page.path, page.label])}
          value={path}
        />
        <Choices
          name="Theme"
          onChoose={setScheme}
          options={schemes.map((each) => [each, each === 'light' ? 'Light' : 'Dark'])}
          value={scheme}
        />
      </div>
      {children}
      <iframe
        onLoad={apply}
        ref={frame}
        src={path}
        title={`Preview: ${pages.find((page) => page.path === path)?.label}, ${scheme}`}
      />
    </section>
  )
}

function Choices<T extends string>({
  name,
  options,
  value,
  onChoose,
}: {
  name: string
  options: readonly (readonly [T, string])[]
  value: T
  onChoose: (value: T) => void
}) {
  return (
    <fieldset>
      <legend className="sr-only">{name}</legend>
      {options.map(([option, label]) => (
        <button
          aria-pressed={option === value}
          className="label"
          key={option}
          onClick={() => onChoose(option)}
          type="button"
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}

function applyStyle(frame: HTMLIFrameElement | null, style: string, scheme: string): void {
  const view = frame?.contentWindow as (Window & typeof globalThis) | null | undefined // same origin
  if (!view?.document?.documentElement) return
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(style)
  view.document.adoptedStyleSheets = [sheet]
  const { dataset, style: own } = view.document.documentElement
  dataset.theme = scheme
  // Also where the saved theme is always dark.
  own.colorScheme = scheme
  // In a frame its place would have the colour of the page around it.
  own.scrollbarGutter = 'auto'
}
