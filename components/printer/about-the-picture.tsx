import { getReloadSeconds } from '#lib/api/next-poll.ts'
import { formatInterval } from '#lib/api/times.ts'

/** How the picture gets here, and that the printer can't be reached from here. */
export function AboutThePicture({
  everySeconds,
  remoteHost = null,
}: {
  everySeconds: number
  /** Where the printer reports to, if not here. */
  remoteHost?: string | null
}) {
  return (
    <section
      aria-labelledby="about-picture"
      className="mt-chapter grid gap-x-wide-column gap-y-4 text-pretty lg:grid-cols-3 [&_p]:max-w-[34em]"
    >
      <h2 className="label text-quiet lg:col-span-full" id="about-picture">
        About this picture
      </h2>
      <p>
        A small program next to the printer takes one picture every {formatInterval(everySeconds)},
        unless the owner has paused the camera, and sends it{' '}
        {remoteHost === null ? 'here' : `to ${remoteHost}`}, with the printer’s readings.
        {remoteHost !== null && ' This site fetches them from there and keeps a copy.'}
      </p>
      <p>This page can’t reach the printer: there is no stream, and nothing to control.</p>
      <p>
        The picture and the readings each show their own age. When either gets old, this page says
        so and keeps showing the last one.
      </p>
      <noscript>
        <p>
          Ages are as of when the page loaded. This page reloads every{' '}
          {formatInterval(getReloadSeconds(everySeconds))}.
        </p>
      </noscript>
    </section>
  )
}
