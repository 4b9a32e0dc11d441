import type { CamelCased } from '#lib/api/field-names.ts'
import type { WireReading } from '#lib/api/schema/reading-fields.ts'

export interface Printer {
  id: number
  name: string
  /** `false` while the owner has paused the camera: readings continue, pictures are neither shown nor stored. */
  isPublishing: boolean
  /** When the pause ends by itself; `null` for one without an end, and without a pause. */
  pausedUntil: Date | null
  publishesTemperatures: boolean
  publishesJobName: boolean
  /** Layers, nozzle, type and colour of the filament. */
  publishesMaterial: boolean
  /** The spool's name and what is left on it. */
  publishesSpool: boolean
  /** Shown instead of every job's name. */
  jobAlias: string | null
  /** Prints that end later enter the feeds by themselves; `null`: each is a draft until the owner publishes it. */
  publishesPrintsSince: Date | null
  /** Its place, where the owner has put the printers in an order. */
  position: number | null
  /** How often it reports, where its reports don't say. */
  intervalSeconds: number | null
  /** The API address of a printer that reports to another site. The environment's takes precedence. */
  source: string | null
  /** Those that have sent a picture or that the owner has named; the first one may be missing. By number. */
  cameras: Camera[]
  createdAt: Date
  /** Grows with every change of the printer and of anything that belongs to it. */
  revision: number
}

/** One of a printer's cameras, as the owner and its snapper describe it. */
export interface Camera {
  /** 1-4. */
  number: number
  /** The owner's. */
  name: string | null
  /** The snapper's. */
  reportedName: string | null
  /** `false`: its pictures are neither shown nor stored. */
  isPublishing: boolean
}

export type CameraChanges = Partial<Pick<Camera, 'name' | 'isPublishing'>>

/** The settings of a new printer. */
export const newPrinterSettings = {
  isPublishing: true,
  publishesTemperatures: true,
  publishesJobName: true,
  publishesMaterial: true,
  publishesSpool: false,
  jobAlias: null,
}

export type PrinterChanges = Partial<
  Pick<
    Printer,
    | 'name'
    | 'isPublishing'
    | 'pausedUntil'
    | 'publishesTemperatures'
    | 'publishesJobName'
    | 'publishesMaterial'
    | 'publishesSpool'
    | 'jobAlias'
    | 'publishesPrintsSince'
    | 'intervalSeconds'
    | 'source'
  >
>

/** Its prints start as drafts. */
export type NewPrinter = Omit<
  Printer,
  | 'id'
  | 'createdAt'
  | 'pausedUntil'
  | 'publishesPrintsSince'
  | 'position'
  | 'intervalSeconds'
  | 'source'
  | 'cameras'
  | 'revision'
>

/** What a credential is good for: to report, or to read what of the printer isn't public. */
export type CredentialScope = 'report' | 'read-private'

/** A program's access to one printer. `hash` is from `lib/http/credentials.ts`; the secret itself is not stored. */
export interface Credential {
  id: number
  printerId: number
  kind: 'password' | 'token'
  /** Only with `password`. */
  username: string | null
  hash: string
  createdAt: Date
  /** The owner's; `null` where the command line made it without one. */
  name: string | null
  scope: CredentialScope
  /** `null`: never. */
  expiresAt: Date | null
  /** To the minute. */
  lastUsedAt: Date | null
  /** Another one has its name now, and this one expires soon. */
  replacedAt: Date | null
  /** The User-Agent of the last use; `null`: it sent none, or isn't known. */
  lastUsedBy: string | null
}

export type NewCredential = Pick<Credential, 'printerId' | 'kind' | 'username' | 'hash'> &
  Partial<Pick<Credential, 'name' | 'expiresAt' | 'scope'>>

/** Degrees Celsius. */
export interface Heater {
  actual: number | null
  target: number | null
}

/** Millimetres of filament; `null`: unknown to the printer's server. */
export interface Filament {
  /** By the job so far. */
  usedMm: number | null
  /** The slicer's plan for the whole job. */
  totalMm: number | null
}

type Fields = CamelCased<WireReading>

/** What the printer reported at one moment, all fields of `readingFields`; `null`: the report doesn't say. */
export type Reading = { [Name in keyof Fields]: Fields[Name] | null } & {
  /** In what the store returns: the job is of a print that the owner has hidden, so its name isn't public. */
  isJobHidden?: boolean
  /** In what the store returns: the owner's name for the print, shown instead of the job's. */
  printName?: string
}

/** One report of a snapper: a reading, a picture, or both. */
export interface Observation {
  id: number
  printerId: number
  /** `null`: the picture came without one. */
  reading: Reading | null
  observedAt: Date
  receivedAt: Date
}

/** A valid picture, as measured when it was received. */
export interface AcceptedPicture {
  /** Of the JPEG as received, lower-case hex; names the blob and every variant. */
  sha256: string
  bytes: number
  /** Pixels, after the EXIF orientation has been applied. */
  width: number
  height: number
  /** WebP of at most 16 px a side, as a data URI. */
  placeholder: string
  /** Mean luma, 0 (black) to 255. */
  luma: number
  /** Variance of the Laplacian over at most 256 px a side: between pictures of one camera, more is sharper. */
  sharpness: number
}

export interface Snapshot extends Omit<AcceptedPicture, 'sharpness'> {
  id: number
  printerId: number
  observationId: number
  /** 1-4. */
  camera: number
  /** `null` for pictures from before it was measured. */
  sharpness: number | null
  capturedAt: Date
  receivedAt: Date
  /** The sender's clock was ahead: `capturedAt` is the time of receipt. */
  isClamped: boolean
}

export type NewSnapshot = Omit<Snapshot, 'id' | 'printerId' | 'observationId'>

export interface NewObservation {
  printerId: number
  /** Two requests with the same credential within 60 s can be one observation. */
  credentialId: number
  reading: Reading | null
  /** The promised interval, also of a report without a reading. */
  intervalSeconds: number | null
  snapshot: NewSnapshot | null
  /** What the snapper calls the picture's camera. */
  cameraName?: string | null
  observedAt: Date
  receivedAt: Date
}

/** The newest reading and the newest picture, which may be of different observations. */
export interface Current {
  observation: (Observation & { reading: Reading }) | null
  /** Of the first camera. */
  snapshot: Snapshot | null
  /** The reading that belongs to `snapshot`, for its description. */
  snapshotReading: Reading | null
  /** The newest pictures of the cameras after the first. */
  otherCameras: (HistoryEntry & { number: number })[]
  /** Of the picture before `snapshot`. */
  previousCapturedAt: Date | null
  /** Of the newest picture that the owner has hidden or deleted: the camera works, whatever is public of it. */
  withdrawnCapturedAt: Date | null
  /** The latest promised interval, or without one the owner's. */
  intervalSeconds: number | null
  lastReceivedAt: Date | null
}

/** A snapshot in the history, with the reading of the same observation. */
export interface HistoryEntry {
  snapshot: Snapshot
  reading: Reading | null
}

/** The end of a page of history: the next page has strictly older entries, the previous one strictly newer. */
export interface HistoryCursor {
  capturedAt: Date
  id: number
}
