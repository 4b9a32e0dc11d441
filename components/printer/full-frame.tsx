import type { ReactNode } from 'react'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { groupSources } from './sources.ts'

/** Asks the browser to say when it is on the screen: the page's scripts wait for that. Unknown to React's types. */
const tellsPaint = { elementtiming: 'picture' }

/**
 * A picture as it left the camera, with the black edge that shows that nothing was cut away; what is printed on the edge
 * belongs to this picture and no other.
 */
export function FullFrame({
  snapshot,
  sizes,
  edge,
  isNamed = false,
  isOld = false,
}: {
  snapshot: ApiSnapshot
  sizes: string
  edge: ReactNode
  /** Moves from page to page as the same thing; only one a page can. */
  isNamed?: boolean
  /** Far behind its time: shown in black and white. */
  isOld?: boolean
}) {
  const { alternatives, plain } = groupSources(snapshot.sources)
  return (
    <figure
      className={`full-frame ${isNamed ? 'full-frame-named' : ''} ${isOld ? 'full-frame-old' : ''}`}
    >
      <div className="full-frame-window">
        {/* biome-ignore lint/performance/noImgElement: a few pixels that stand behind until the picture is there */}
        <img
          alt=""
          className="full-frame-placeholder"
          height={snapshot.height}
          src={snapshot.placeholder}
          width={snapshot.width}
        />
        <picture>
          {alternatives.map(({ type, srcSet }) => (
            <source key={type} sizes={sizes} srcSet={srcSet} type={type} />
          ))}
          <img
            alt={snapshot.alt}
            className="full-frame-picture"
            decoding="sync"
            {...tellsPaint}
            fetchPriority="high"
            height={snapshot.height}
            sizes={sizes}
            src={plain.src}
            srcSet={plain.srcSet}
            width={snapshot.width}
          />
        </picture>
      </div>
      <figcaption className="full-frame-edge slug">{edge}</figcaption>
    </figure>
  )
}

/** A frame without a picture, and why. */
export function BlankFrame({ children, edge }: { children: ReactNode; edge: ReactNode }) {
  return (
    <div className="full-frame">
      <div className="full-frame-window blank-frame">{children}</div>
      <p className="full-frame-edge slug">{edge}</p>
    </div>
  )
}
