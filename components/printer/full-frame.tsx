import type { ReactNode } from 'react'
import type { ApiSnapshot } from '#lib/api/schema/printer.ts'
import { groupSources, withoutTime } from './sources.ts'

/** Element timing: the deferred scripts wait for this picture's paint. React's types don't know the attribute. */
const elementTiming = { elementtiming: 'picture' }

/**
 * A picture as it left the camera, with a black film edge that shows it is not cropped. The text on the edge belongs to this
 * picture only.
 */
export function FullFrame({
  snapshot,
  sizes,
  edge,
  alt = withoutTime(snapshot.alt),
  isNamed = false,
  isOld = false,
}: {
  snapshot: ApiSnapshot
  sizes: string
  edge: ReactNode
  /** Default: the picture's own text; its time is on the edge. */
  alt?: string
  /** Has a view-transition name; at most one per page. */
  isNamed?: boolean
  /** Stale or silent: shown in black and white. */
  isOld?: boolean
}) {
  const { alternatives, plain } = groupSources(snapshot.sources)
  return (
    // Not a figure: screen readers would say the text on the edge twice.
    <div
      className={`full-frame ${isNamed ? 'full-frame-named' : ''} ${isOld ? 'full-frame-old' : ''}`}
    >
      <div className="full-frame-window">
        {/* biome-ignore lint/performance/noImgElement: an inline placeholder of a few pixels */}
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
            alt={alt}
            className="full-frame-picture"
            decoding="sync"
            {...elementTiming}
            fetchPriority="high"
            height={snapshot.height}
            sizes={sizes}
            src={plain.src}
            srcSet={plain.srcSet}
            width={snapshot.width}
          />
        </picture>
      </div>
      <p className="full-frame-edge label">{edge}</p>
    </div>
  )
}

/** A frame without a picture; its children say why. */
export function BlankFrame({ children, edge }: { children: ReactNode; edge?: ReactNode }) {
  return (
    <div className="full-frame">
      <div className="full-frame-window blank-frame">{children}</div>
      <p className="full-frame-edge label">{edge}</p>
    </div>
  )
}
