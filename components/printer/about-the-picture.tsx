import { formatInterval } from '#lib/api/times.ts'

/** How the picture came here, for those who wonder whether they could press a button. */
export function AboutThePicture({
  everySeconds,
  remoteHost = null,
}: {
  everySeconds: number
  /** Where the printer reports to, if not here. */
  remoteHost?: string | null
}) {
  return (
    <section aria-labelledby="behind" className="behind">
      <h2 className="slug text-quiet" id="behind">
        Behind the picture
      </h2>
      <p>
        A small job beside the printer takes one picture every {formatInterval(everySeconds)} and
        sends it {remoteHost === null ? 'here' : `to ${remoteHost}`}, with whatever the printer says
        of itself.
        {remoteHost !== null && ' This site asks there, and keeps what it is told.'}
      </p>
      <p>
        Nothing in that room can be reached from this page. There is no stream, and no button to
        press: you look, the printer works.
      </p>
      <p>
        Picture and readings carry their own times. When either grows old, this page says so, and
        keeps the last one that came.
      </p>
      <noscript>
        <p>
          The ages are those of the moment you loaded the page. It loads itself again by and by.
        </p>
      </noscript>
    </section>
  )
}
