import { getFreshness } from './freshness.ts'
import type { PrinterWire, RemoteWire } from './printer.ts'
import type { MissingPictureReason, PrinterState } from './states.ts'
import { activeStates } from './states.ts'
import { formatBeat, formatClock } from './times.ts'

const longestJobName = 48

/**
 * "dual_rail-v2.gcode" is a file; "dual rail-v2" is what is being made. Slicers write half of their settings into a name: what
 * is beyond a line's length is left to those who look at the file's name itself.
 */
export function formatJobName(name: string): string {
  const stem = name.replace(/\.(gcode|gco|g|bgcode|ufp|3mf|stl)$/i, '').replace(/\.gcode$/i, '')
  const words = stem.replaceAll('_', ' ').trim() || name
  const points = Array.from(words)
  if (points.length <= longestJobName) return words
  return `${points
    .slice(0, longestJobName - 1)
    .join('')
    .trimEnd()}…`
}

/** Rounded down: 99.7 % is not done. */
export function formatProgress(percent: number): string {
  return `${Math.floor(percent)}\u00a0%`
}

type StatePhrases = (job: string | null) => string

const headlines = {
  unreachable: () => 'No word from the printer',
  unauthorized: () => 'No word from the printer',
  error: () => 'The printer reports a fault',
  offline: () => 'The printer is off',
  cancelling: (job) => `Stopping ${job ?? 'the print'}`,
  pausing: (job) => `Pausing ${job ?? 'the print'}`,
  paused: (job) => (job ? `Paused while printing ${job}` : 'Paused'),
  resuming: (job) => `Taking up ${job ?? 'the print'} again`,
  finishing: (job) => `Finishing ${job ?? 'the print'}`,
  starting: (job) => (job ? `Getting ready for ${job}` : 'Getting ready to print'),
  printing: (job) => (job ? `Printing ${job}` : 'Printing'),
  transferring: (job) => (job ? `Reading in ${job}` : 'Reading in a file'),
  finished: (job) => (job ? `Finished ${job}` : 'Finished the last print'),
  cancelled: (job) => (job ? `Stopped before ${job} was done` : 'Stopped before it was done'),
  idle: () => 'Nothing to print right now',
  unknown: () => 'No word from the printer',
} satisfies Record<PrinterState, StatePhrases>

type Times = Pick<PrinterWire, 'observed_at' | 'snapshot'>

/** The newest moment that the site knows anything of: of the readings or of the picture, which may come apart. */
export function getLastSeenAt(printer: Times): Date | null {
  const times = [printer.observed_at, printer.snapshot?.captured_at ?? null]
    .filter((time) => time !== null)
    .map((time) => Date.parse(time))
  return times.length === 0 ? null : new Date(Math.max(...times))
}

type StateFacts = Pick<PrinterWire, 'state' | 'status' | 'job'> & Times

/**
 * What the printer is doing, in a few words and without figures: a screen reader says it again whenever it changes, which
 * should be when the state does and not with every percent.
 */
export function describeState(printer: StateFacts): string {
  if (getLastSeenAt(printer) === null) return 'Waiting for the first picture'
  // A snapper that sends only a text knows more than we do.
  if (printer.state === 'unknown' && printer.status !== '') return printer.status
  const name = printer.job?.name ?? null
  return headlines[printer.state](name === null ? null : formatJobName(name))
}

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
export type PollFault = 'reader-offline' | 'site-unreachable' | 'site-faulty'

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
} satisfies Record<PollFault, Omit<Notice, 'kind'>>

/** A remote printer's own server keeps its news from us: what is known is not known to be so still. */
export function isCutOff({ remote }: Pick<PrinterWire, 'remote'>): boolean {
  return remote !== undefined && remote.fault !== null
}

/** Nothing has come for so long, or can come, that what is known is a memory: to be told as one. */
export function isQuiet(
  printer: Times & Pick<PrinterWire, 'interval_seconds' | 'remote'>,
  nowMs: number,
): boolean {
  const lastSeenAt = getLastSeenAt(printer)
  if (lastSeenAt === null) return false
  if (isCutOff(printer)) return true
  const freshness = getFreshness(nowMs - lastSeenAt.getTime(), printer.interval_seconds)
  return freshness === 'stale' || freshness === 'silent'
}

/**
 * The one link that is broken between the printer and the reader, or `null` where all hold. The nearest to the reader is
 * told: while the page can't reach the site, nobody knows whether the snapper is quiet, and so on down to the printer. Of a remote
 * printer its own server is a link, too.
 */
export function describeLink(
  printer: Pick<PrinterWire, 'state' | 'interval_seconds' | 'remote'> & Times,
  nowMs: number,
  pollFault: PollFault | null,
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
          : `It promised to come every ${formatBeat(printer.interval_seconds)} and has missed at least two turns. What you see is the last that came.`,
    }
  return hostNotices[printer.state] ?? null
}

const sourceNotices = {
  'no-answer': { kind: 'source-silent', title: "Its server doesn't answer." },
  faulty: { kind: 'source-faulty', title: "Its server can't say how the printer is." },
} as const satisfies Record<NonNullable<RemoteWire['fault']>, Omit<Notice, 'detail'>>

/** A remote printer's own server, where it keeps news from us. */
function describeSource({ host, fault }: RemoteWire, hasSaidSomething: boolean): Notice | null {
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
  printer: Pick<PrinterWire, 'publishing' | 'reason' | 'snapshot'>,
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

const pictured = {
  unreachable: null,
  unauthorized: null,
  error: 'stopped with a fault',
  offline: 'switched off',
  cancelling: 'stopping',
  pausing: 'pausing',
  paused: 'paused at',
  resuming: 'resuming',
  finishing: 'finishing',
  starting: 'starting',
  printing: 'printing',
  transferring: 'reading in',
  finished: 'finished with',
  cancelled: 'stopped before the end of',
  idle: 'idle',
  unknown: null,
} satisfies Record<PrinterState, string | null>

const withoutJob: Partial<Record<PrinterState, string>> = {
  paused: 'paused',
  transferring: 'reading in a file',
  finished: 'finished',
  cancelled: 'stopped before the end',
}

const jobless: ReadonlySet<PrinterState> = new Set(['error', 'offline', 'idle'])

export interface PictureFacts {
  state: PrinterState | null
  jobName: string | null
  /** Percent, 0-100. */
  progress: number | null
  capturedAt: Date
  timeZone: string
}

/**
 * The picture's alternative text, from what the printer said when it was taken. It says what is to be seen, a 3D printer;
 * the printer's own name stands beside every picture already.
 */
export function describePicture(facts: PictureFacts): string {
  const { state } = facts
  const job = facts.jobName === null ? null : formatJobName(facts.jobName)
  const parts = ['3D printer']
  if (state !== null) {
    const doing = pictured[state]
    if (job !== null && doing !== null && !jobless.has(state)) parts.push(`${doing} ${job}`)
    else {
      const alone = withoutJob[state] ?? doing
      if (alone !== null) parts.push(alone)
    }
    if (facts.progress !== null && activeStates.has(state))
      parts.push(formatProgress(facts.progress).replace('\u00a0', ' '))
  }
  parts.push(`photographed at ${formatClock(facts.capturedAt, facts.timeZone)}`)
  return parts.join(', ')
}
