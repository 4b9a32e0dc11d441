import { getFreshness } from './freshness.ts'
import type { ApiPrinter, ApiRemote } from './schema/printer.ts'
import { getLastSeenAt, type Times } from './sentences.ts'
import type { MissingPictureReason, PrinterState } from './states.ts'
import { formatInterval } from './times.ts'

export interface Notice {
  kind:
    | 'reader-offline'
    | 'site-unreachable'
    | 'site-faulty'
    | 'waiting'
    | 'source-silent'
    | 'source-faulty'
    | 'snapper-quiet'
    | 'host-unreachable'
    | 'host-refuses'
    | 'printer-fault'
    | 'printer-off'
  /** What has happened. */
  title: string
  /** What it means for what is on the page. */
  detail: string
}

/** Why the page's last question to the site came to nothing. */
export type PollErrorKind = 'reader-offline' | 'site-unreachable' | 'site-faulty'

const pollNotices = {
  'reader-offline': {
    title: 'Your device is offline.',
    detail: 'What you see is the last that reached it. It asks again as soon as you are back.',
  },
  'site-unreachable': {
    title: "This page can't reach the site.",
    detail: 'What you see is the last that it heard. It keeps trying, and it may just be the line.',
  },
  'site-faulty': {
    title: "The site can't say how the printer is.",
    detail: 'It answers, but with a fault of its own. What you see is the last that it knew.',
  },
} satisfies Record<PollErrorKind, Omit<Notice, 'kind'>>

/**
 * The one link that is broken between the printer and the reader, or `null` where all hold. The nearest to the reader is
 * told: while the page can't reach the site, nobody knows whether the snapper is quiet, and so on down to the printer. Of a remote
 * printer its own server is a link, too.
 */
export function describeLink(
  printer: Pick<ApiPrinter, 'state' | 'interval_seconds' | 'remote'> & Times,
  nowMs: number,
  pollFault: PollErrorKind | null,
): Notice | null {
  if (pollFault !== null) return { kind: pollFault, ...pollNotices[pollFault] }
  const lastSeenAt = getLastSeenAt(printer)
  if (printer.remote !== undefined) {
    const notice = describeSource(printer.remote, lastSeenAt !== null)
    if (notice !== null) return notice
  }
  if (lastSeenAt === null)
    return {
      kind: 'waiting',
      title: 'No picture has come yet.',
      detail:
        'The page shows the first one by itself. If the printer is yours, start its snapper with this site as the endpoint.',
    }
  const freshness = getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds)
  if (freshness === 'silent' || freshness === 'stale')
    return {
      kind: 'snapper-quiet',
      title: 'The snapper has gone quiet.',
      detail:
        freshness === 'silent'
          ? 'Nothing has come from beside the printer for more than a day. What you see is the last that came.'
          : `It promised to come every ${formatInterval(printer.interval_seconds)} and has missed at least two turns. What you see is the last that came.`,
    }
  return hostNotices[printer.state] ?? null
}

const sourceNotices = {
  'no-answer': { kind: 'source-silent', title: "Its server doesn't answer." },
  faulty: { kind: 'source-faulty', title: "Its server can't say how the printer is." },
} as const satisfies Record<NonNullable<ApiRemote['fault']>, Omit<Notice, 'detail'>>

/** A remote printer's own server, where it keeps news from us. */
function describeSource({ host, fault }: ApiRemote, hasSaidSomething: boolean): Notice | null {
  const known = hasSaidSomething
    ? 'What you see is the last that came from there.'
    : 'Nothing has come from there yet.'
  if (fault !== null)
    return { ...sourceNotices[fault], detail: `The printer reports to ${host}. ${known}` }
  if (hasSaidSomething) return null
  return {
    kind: 'waiting',
    title: 'No picture has come yet.',
    detail: `The printer reports to ${host}, which has said nothing of it so far.`,
  }
}

const hostNotices: Partial<Record<PrinterState, Notice>> = {
  unreachable: {
    kind: 'host-unreachable',
    title: "OctoPrint can't be reached.",
    // Nothing is said of the camera here: it may have a fault of its own, which is told beside.
    detail: 'The program that runs the printer gives no answer, so there are no readings.',
  },
  unauthorized: {
    kind: 'host-refuses',
    title: "OctoPrint doesn't take the snapper's key.",
    detail: 'There are no readings until the owner brings a new one.',
  },
  error: {
    kind: 'printer-fault',
    title: 'The printer has stopped with a fault.',
    detail: 'The owner has to look at it.',
  },
  offline: {
    kind: 'printer-off',
    title: 'The printer is off.',
    detail: 'It is switched off or unplugged. Everything else goes on.',
  },
}

const missingPictures = {
  camera_timeout: "The camera didn't answer in time.",
  camera_error: 'The camera has a fault.',
  dark: "It's too dark for a picture.",
  privacy: 'The picture was held back at home.',
} satisfies Record<MissingPictureReason, string>

/** Why there is no picture, or none of now; `null` where nothing keeps the camera from its work. */
export function describeCamera(
  printer: Pick<ApiPrinter, 'publishing' | 'reason' | 'snapshot'>,
): { title: string; detail: string } | null {
  if (!printer.publishing)
    return {
      title: 'The camera is resting.',
      detail: 'Its owner has asked for no pictures for a while. The readings go on.',
    }
  if (printer.reason === null) return null
  return {
    title: missingPictures[printer.reason],
    detail:
      printer.snapshot === null
        ? 'As soon as there is a picture, it stands here.'
        : 'The one shown is the last good one, with its own time on it.',
  }
}
