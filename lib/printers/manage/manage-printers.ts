import type { EventEmitter } from 'node:events'
import { DomainError } from '#lib/core/errors.ts'
import { type FormerValues, requireFormerValues } from '#lib/core/former-values.ts'
import type { NewLogEntry } from '#lib/core/log-entry.ts'
import type { PrinterEvents } from '../events.ts'
import { listCameras } from '../list-cameras.ts'
import type { PictureArchive, Store } from '../ports.ts'
import { requirePublicSource } from '../remote/source.ts'
import { requirePrinter } from '../require-printer.ts'
import { removeOrphans } from '../retention/remove-orphans.ts'
import {
  type CameraChanges,
  type Credential,
  type CredentialScope,
  type NewCredential,
  newPrinterSettings,
  type Printer,
  type PrinterChanges,
} from '../types.ts'
import { describeChanges } from './describe-changes.ts'

/** Who makes a change: a session of the owner's, or `null`, the command line. */
export interface Author {
  sessionId: number | null
}

/** A credential that was just made. The secret is stored nowhere. */
export interface Issued {
  credential: Credential
  secret: string
}

export interface ManagementParts {
  store: Pick<Store, 'printers' | 'retention'>
  pictures: Pick<PictureArchive, 'remove'>
  events: Pick<EventEmitter<PrinterEvents>, 'emit'>
  createSecret(kind: Credential['kind']): { secret: string; hash: string }
  /** Absolute origin. */
  siteUrl: string
  /** The environment says where this printer's reports come from. */
  hasFixedSource(id: number): boolean
  now(): Date
}

export interface NewToken {
  name: string | null
  expiresAt: Date | null
  scope?: CredentialScope
}

const always = { from: new Date(0), to: new Date(8.64e15) }
/** For which the token that was replaced still works, so that a snapper can be changed without a gap. */
const overlapMs = 24 * 60 * 60 * 1000

export type PrinterManagement = ReturnType<typeof createPrinterManagement>

/**
 * All that the owner changes about printers, by the command line and by the admin area alike. Each change is in the owner's log, in
 * the same transaction. Every function throws DomainError `printer-not-found`, `storage-unavailable` or `insufficient-storage`.
 */
export function createPrinterManagement(parts: ManagementParts) {
  const { store, pictures, events, createSecret, siteUrl, now } = parts
  const { printers } = store

  const entry = (
    { sessionId }: Author,
    action: string,
    details: Record<string, string>,
  ): NewLogEntry => ({ at: now(), action, details, sessionId })
  const about = (printer: Printer) => ({ printer: String(printer.id), name: printer.name })

  function prepare(printerId: number, user: string | null, token: NewToken) {
    const kind = user === null ? 'token' : 'password'
    const { secret, hash } = createSecret(kind)
    return { secret, credential: { ...token, printerId, kind, username: user, hash } } satisfies {
      secret: string
      credential: NewCredential
    }
  }

  async function issue(
    by: Author,
    printer: Printer,
    user: string | null,
    token: NewToken,
  ): Promise<Issued> {
    const { secret, credential } = prepare(printer.id, user, token)
    const details = { ...about(printer), token: token.name ?? user ?? '' }
    const stored = await printers.insertCredential(credential, entry(by, 'token-added', details))
    return { secret, credential: stored }
  }

  async function listCredentials(printerId: number): Promise<Credential[]> {
    return (await printers.listCredentials()).filter((each) => each.printerId === printerId)
  }

  async function requireCredential(printerId: number, id: number): Promise<Credential> {
    const found = (await listCredentials(printerId)).find((each) => each.id === id)
    if (found !== undefined) return found
    throw new DomainError('not-found', 'There is no such token any more. Reload the page.')
  }

  async function checkSource(id: number, changes: PrinterChanges): Promise<PrinterChanges> {
    if (changes.source === undefined) return changes
    if (!parts.hasFixedSource(id))
      return {
        ...changes,
        source: changes.source && (await requirePublicSource(changes.source, siteUrl)),
      }
    const detail = `PRINTER_${id}_SOURCE takes precedence. Remove it from the site’s environment first.`
    throw new DomainError('invalid-fields', detail, {
      fieldErrors: [{ pointer: '/source', detail }],
    })
  }

  async function purge(
    printerId: number,
    span: { from: Date; to: Date },
    logged?: NewLogEntry,
  ): Promise<{ observations: number; snapshots: number }> {
    const { orphans, ...counts } = await store.retention.purge(printerId, span, logged)
    // Rows first: no URL serves these pictures any more, even if deleting their bytes is interrupted.
    events.emit('changed', printerId)
    events.emit('pictures-deleted')
    await removeOrphans({ store, pictures }, orphans)
    return counts
  }

  return {
    listCredentials,

    async add(by: Author, name: string): Promise<Printer> {
      const added = { ...newPrinterSettings, name }
      const printer = await printers.insertPrinter(added, entry(by, 'printer-added', { name }))
      events.emit('changed', printer.id)
      return printer
    },

    /**
     * @param was what the form showed before
     * @throws DomainError `printer-not-found`, `invalid-fields`, `changed-meanwhile`
     */
    async change(
      by: Author,
      id: number,
      given: PrinterChanges,
      was: FormerValues = {},
    ): Promise<Printer> {
      const before = await requirePrinter(store, id)
      const changes = await checkSource(id, given)
      const { action, details } = describeChanges(changes)
      const logged = entry(by, action, { ...about(before), ...details })
      const printer = await printers.updatePrinter(id, changes, logged, (found) =>
        requireFormerValues(was, toFormValues(found)),
      )
      events.emit('changed', id)
      // What was public may be private now.
      events.emit('pictures-deleted')
      return printer
    },

    /**
     * Names or pauses one camera. While it is paused the site takes and shows no pictures of it.
     * @throws DomainError `printer-not-found`; `not-found` for a camera that has never sent a picture
     */
    async changeCamera(
      by: Author,
      id: number,
      number: number,
      changes: CameraChanges,
    ): Promise<Printer> {
      const before = await requirePrinter(store, id)
      const numbers = listCameras(before).map((camera) => camera.number)
      if (!numbers.includes(number))
        throw new DomainError(
          'not-found',
          `Printer ${id} has no camera ${number}. It has ${numbers.join(', ')}.`,
        )
      const said = [
        changes.name === undefined ? '' : `name ${changes.name ?? 'from the snapper'}`,
        changes.isPublishing === undefined ? '' : changes.isPublishing ? 'resumed' : 'paused',
      ]
      const details = { changes: `camera ${number}: ${said.filter(Boolean).join(', ')}` }
      const logged = entry(by, 'printer-changed', { ...about(before), ...details })
      const printer = await printers.updateCamera(id, number, changes, logged)
      events.emit('changed', id)
      // What was public may be private now.
      events.emit('pictures-deleted')
      return printer
    },

    /** Puts these first, in this order. */
    async order(by: Author, ids: readonly number[]): Promise<void> {
      const names = await Promise.all(ids.map(async (id) => (await requirePrinter(store, id)).name))
      const logged = entry(by, 'printers-ordered', { names: names.join(', ') })
      await printers.orderPrinters(ids, logged)
      for (const { id } of await printers.listPrinters()) events.emit('changed', id)
    },

    /** Deletes a span of the history for good. */
    async purge(by: Author, id: number, span: { from: Date; to: Date }) {
      const details = {
        ...about(await requirePrinter(store, id)),
        from: span.from.toISOString(),
        to: span.to.toISOString(),
      }
      return await purge(id, span, entry(by, 'history-purged', details))
    },

    /** Deletes a printer with its whole history. After a crash the same call deletes the rest. */
    async remove(by: Author, id: number) {
      const printer = await requirePrinter(store, id)
      // First, so that no report arrives after the purge.
      await printers.deleteCredentials((await listCredentials(id)).map((each) => each.id))
      const counts = await purge(id, always)
      await printers.deletePrinter(id, entry(by, 'printer-removed', about(printer)))
      events.emit('changed', id)
      return { printer, ...counts }
    },

    /** @param user for a password; `null` for a token */
    addToken: async (by: Author, id: number, token: NewToken, user: string | null = null) =>
      await issue(by, await requirePrinter(store, id), user, token),

    /** Replaces a token with one of the same name. The old one works for another day. @throws DomainError `not-found` */
    async rotateToken(by: Author, id: number, credentialId: number): Promise<Issued> {
      const printer = await requirePrinter(store, id)
      const { name, username, createdAt, expiresAt, replacedAt, scope } = await requireCredential(
        id,
        credentialId,
      )
      if (replacedAt !== null)
        throw new DomainError('not-found', 'This token was replaced already. Reload the page.')
      const at = now()
      const lifetimeMs = expiresAt === null ? null : expiresAt.getTime() - createdAt.getTime()
      const token = {
        name,
        scope,
        expiresAt: lifetimeMs === null ? null : new Date(at.getTime() + lifetimeMs),
      }
      const { secret, credential } = prepare(id, username, token)
      const logged = entry(by, 'token-rotated', {
        ...about(printer),
        token: name ?? username ?? '',
      })
      const lastsUntil = new Date(at.getTime() + overlapMs)
      const stored = await printers.replaceCredentials(
        [credentialId],
        credential,
        lastsUntil,
        logged,
      )
      return { secret, credential: stored }
    },

    /** Replaces all credentials; the old ones stop working at once. */
    async replaceAll(by: Author, id: number, user: string | null, name: string | null = null) {
      const printer = await requirePrinter(store, id)
      const ids = (await listCredentials(id)).map((each) => each.id)
      const { secret, credential } = prepare(id, user, { name, expiresAt: null })
      const logged = entry(by, 'tokens-replaced', about(printer))
      const stored = await printers.replaceCredentials(ids, credential, null, logged)
      return { secret, credential: stored, replaced: ids.length }
    },

    /** @throws DomainError `not-found` */
    async removeToken(by: Author, id: number, credentialId: number): Promise<void> {
      const printer = await requirePrinter(store, id)
      const { name, username } = await requireCredential(id, credentialId)
      const details = { ...about(printer), token: name ?? username ?? '' }
      await printers.deleteCredentials([credentialId], entry(by, 'token-removed', details))
    },
  }
}

/** As the admin area's form shows them, by the names of its fields. */
function toFormValues(printer: Printer): FormerValues {
  return {
    name: printer.name,
    job_alias: printer.jobAlias ?? '',
    publishes_temperatures: printer.publishesTemperatures,
    publishes_job_name: printer.publishesJobName,
    publishes_material: printer.publishesMaterial,
    publishes_spool: printer.publishesSpool,
    publishes_prints: printer.publishesPrintsSince !== null,
    interval_seconds: String(printer.intervalSeconds ?? ''),
    source: printer.source ?? '',
  }
}
