import { formatProgress } from '#lib/api/sentences.ts'
import { formatClock, formatDay } from '#lib/api/times.ts'
import { siteTimeZone } from '#lib/core/site.ts'
import type { ArchivePicture } from './archive-page.ts'

/** Pictures grouped by day in the site's time zone, newest first. */
export function ArchiveSheet({ pictures }: { pictures: readonly ArchivePicture[] }) {
  const days = Map.groupBy(pictures, ({ at }) => formatDay(new Date(at), siteTimeZone))
  return [...days].map(([day, ofDay]) => (
    <section aria-label={day} className="mt-8" key={day}>
      <h2 className="label text-quiet">{day}</h2>
      <ol className="contact-frames">
        {ofDay.map((picture) => (
          <li key={picture.at + picture.small}>
            <ArchiveFrame picture={picture} />
          </li>
        ))}
      </ol>
    </section>
  ))
}

function ArchiveFrame({ picture }: { picture: ArchivePicture }) {
  const { at, alt, width, height, small, large, progress } = picture
  return (
    <a className="contact-frame" href={large}>
      {/* biome-ignore lint/performance/noImgElement: the site renders the variants itself */}
      <img
        alt={alt}
        className="aspect-video w-full object-contain"
        decoding="async"
        height={height}
        loading="lazy"
        src={small}
        width={width}
      />
      <span className="flex justify-between px-1 py-1.5 text-[0.8125rem] label">
        <time dateTime={at}>{formatClock(new Date(at), siteTimeZone)}</time>
        {progress !== null && <span>{formatProgress(progress)}</span>}
      </span>
    </a>
  )
}
