import { getFreshness, isOutdated } from './freshness.ts'
import type { ApiPrinter, ApiRemote } from './schema/printer.ts'
import { getLastSeenAt, type Times } from './sentences.ts'
import type { MissingPictureReason, PrinterState } from './states.ts'
import { formatInterval } from './times.ts'

interface Notice {
  /** What has happened. */
  title: string
  /** What that means for the page. */
  detail: string
}

/** Why the page's last request to the site failed. */
export type PollErrorKind = 'visitor-offline' | 'site-unreachable' | 'site-error'

const pollNotices = {
  'visitor-offline': {
    title: 'Your device is offline.',
    detail: 'This is the last known status. The page updates when you are back online.',
  },
  'site-unreachable': {
    title: "This page can't reach the site.",
    detail: 'This is the last known status. The page keeps trying. Check your connection.',
  },
  'site-error': {
    title: "The printer's status is unavailable.",
    detail: 'The site returned an error. This is the last known status.',
  },
} satisfies Record<PollErrorKind, Notice>

/**
 * The broken link between printer and visitor, or `null` where all work. Of several it is the one nearest to the visitor: while the
 * page can't reach the site, it can't know whether the snapper is quiet, and so on down to the printer. Of a remote printer its own
 * server is a link, too.
 */
export function describeLink(
  printer: Pick<ApiPrinter, 'state' | 'interval_seconds' | 'remote'> & Times,
  nowMs: number,
  pollError: PollErrorKind | null,
): Notice | null {
  if (pollError !== null) return pollNotices[pollError]
  const lastSeenAt = getLastSeenAt(printer)
  if (printer.remote !== undefined) {
    const notice = describeSource(printer.remote, lastSeenAt !== null)
    if (notice !== null) return notice
  }
  if (lastSeenAt === null)
    return {
      title: 'The printer has not reported yet.',
      detail: 'Its first picture will appear here by itself.',
    }
  const ageMs = nowMs - lastSeenAt.getTime()
  if (isOutdated(ageMs, printer.interval_seconds)) {
    const missed =
      getFreshness(ageMs, printer.interval_seconds) === 'silent'
        ? 'The last report is more than a day old.'
        : `It reports every ${formatInterval(printer.interval_seconds)} and has missed at least two reports.`
    const shown = printer.snapshot === null ? 'last known status' : 'last picture'
    return {
      title: 'No news from the printer.',
      detail: `${missed} This is the ${shown}.`,
    }
  }
  return hostNotices[printer.state] ?? null
}

const sourceNotices = {
  'no-answer': 'Its server does not respond.',
  faulty: 'Its server returned no valid status.',
} satisfies Record<NonNullable<ApiRemote['fault']>, string>

/** For a remote printer whose own server is the broken link, or has no report yet. */
function describeSource({ host, fault }: ApiRemote, hasReported: boolean): Notice | null {
  const reportsTo = `The printer reports to ${host}`
  if (fault !== null) {
    const known = hasReported
      ? 'This is the last known status from there.'
      : 'There is no status from there yet.'
    return { title: sourceNotices[fault], detail: `${reportsTo}. ${known}` }
  }
  if (hasReported) return null
  return {
    title: 'The printer has not reported yet.',
    detail: `It reports to ${host}.`,
  }
}

const hostNotices: Partial<Record<PrinterState, Notice>> = {
  unreachable: {
    title: "The printer's server can't be reached.",
    // Nothing about the camera: it may have an error of its own, which has its own notice.
    detail: 'The software that runs the printer does not respond, so there are no readings.',
  },
  unauthorized: {
    title: "The printer's server rejects the snapper's key.",
    detail: 'There are no readings until the owner sets a new key.',
  },
  error: {
    title: 'The printer has stopped with an error.',
    detail: 'Its owner needs to look at it.',
  },
  offline: {
    title: 'The printer is off.',
    detail: 'It is switched off or unplugged.',
  },
}

const missingPictures = {
  camera_timeout: 'The camera did not respond in time.',
  camera_error: 'The camera failed to take a picture.',
  dark: "It's too dark for a picture.",
  privacy: 'The picture was not sent, for privacy.',
} satisfies Record<MissingPictureReason, string>

/** Why there is no picture, or no new one; `null` where nothing is wrong with the camera. */
export function describeCamera(
  printer: Pick<ApiPrinter, 'publishing' | 'reason' | 'snapshot'>,
): { title: string; detail: string } | null {
  if (!printer.publishing)
    return {
      title: 'The camera is paused.',
      detail: 'The owner has turned pictures off for a while. The readings continue.',
    }
  if (printer.reason === null) return null
  return {
    title: missingPictures[printer.reason],
    detail:
      printer.snapshot === null
        ? 'The next picture will appear here.'
        : 'This is the last good picture, with its own time.',
  }
}
