import { formatPrintTitle } from '#lib/api/describe-print.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import type { Context } from '#lib/app-context/context.ts'
import { createPassword, createToken, hashToken } from '#lib/http/credentials.ts'
import { type Credential, newPrinterSettings, type Printer } from '#lib/printers/types.ts'
import { UsageError } from '../command.ts'
import type { PrinterCommand } from './arguments.ts'

/**
 * Executes a command.
 * @returns its output
 * @throws DomainError `printer-not-found`, `not-found`, `storage-unavailable`; UsageError when a purge isn't confirmed
 */
export async function runPrinterCommand(
  {
    store,
    pictures,
    printerQueries,
    printQueries,
  }: Pick<Context, 'store' | 'pictures' | 'printerQueries' | 'printQueries'>,
  command: PrinterCommand,
): Promise<string> {
  async function purge({ id, from, to }: { id: number; from: Date; to: Date }): Promise<string> {
    const { observations, snapshots, orphans } = await store.retention.purge(id, { from, to })
    // Rows first: no URL serves these pictures any more, even if deleting their bytes is interrupted.
    await pictures.remove(orphans, store.retention.deleteUnreferenced)
    return `Deleted ${formatCount(snapshots, 'picture')} and ${formatCount(observations, 'reading')}.`
  }

  switch (command.kind) {
    case 'list': {
      const printers = await store.printers.listPrinters()
      const reported = await printerQueries.listPrinters()
      if (printers.length === 0)
        return 'No printers yet. Add one: npm run printers -- add "Maker Select"'
      return printers
        .map((printer) =>
          formatPrinter(printer, reported.find(({ id }) => id === printer.id)?.last_updated),
        )
        .join('\n\n')
    }
    case 'add': {
      const added = { ...newPrinterSettings, name: command.name }
      const printer = await store.printers.insertPrinter(added)
      const credential = await issueCredential(store.printers, printer.id, command.user)
      return `Printer ${printer.id}, "${printer.name}", was added.\n${credential}`
    }
    case 'rotate': {
      const old = await listCredentialsOf(store.printers, command.id)
      const credential = await issueCredential(store.printers, command.id, command.user)
      await store.printers.deleteCredentials(old.map(({ id }) => id))
      return `${credential}\n${formatCount(old.length, 'earlier credential')} no longer ${old.length === 1 ? 'works' : 'work'}.`
    }
    case 'change': {
      const printer = await store.printers.updatePrinter(command.id, command.changes)
      return formatPrinter(printer, undefined)
    }
    case 'prints': {
      await requirePrinter(store.printers, command.id)
      const { prints } = await printQueries.listPrints(command.id, { before: null, limit: 20 })
      return prints.length === 0
        ? 'No prints yet. A print appears here when it starts.'
        : prints.map(formatPrint).join('\n')
    }
    case 'publish': {
      await requirePrinter(store.printers, command.id)
      const at = command.isPublished ? new Date() : null
      await store.prints.setPublished(command.id, command.print, at)
      return `Print ${command.print} is ${at === null ? 'no longer in' : 'in'} the feeds.`
    }
    case 'purge':
      await requirePrinter(store.printers, command.id)
      requireConfirmation(command)
      return await purge(command)
    case 'remove': {
      const { name } = await requirePrinter(store.printers, command.id)
      requireConfirmation(command)
      // First, so that no report arrives after the purge.
      const credentials = await listCredentialsOf(store.printers, command.id)
      await store.printers.deleteCredentials(credentials.map(({ id }) => id))
      const deleted = await purge({ id: command.id, ...always })
      await store.printers.deletePrinter(command.id)
      return `Printer ${command.id}, "${name}", was removed. ${deleted}\nOlder backups still have them. If PRINTER_${command.id}_SOURCE or PRINTER_NAME is set, delete it: it would add the printer again.`
    }
  }
}

function formatCount(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}

/** All times of a history. */
const always = { from: new Date(0), to: new Date(8.64e15) }

function requireConfirmation({ isConfirmed }: { isConfirmed: boolean }): void {
  if (!isConfirmed) throw new UsageError('This deletes permanently. Repeat the command with --yes.')
}

type Printers = Context['store']['printers']

async function requirePrinter(printers: Printers, id: number): Promise<Printer> {
  const printer = await printers.getPrinter(id)
  if (printer === null)
    throw new UsageError(`There is no printer ${id}. List them: npm run printers -- list`)
  return printer
}

async function listCredentialsOf(printers: Printers, id: number): Promise<Credential[]> {
  await requirePrinter(printers, id)
  return (await printers.listCredentials()).filter(({ printerId }) => printerId === id)
}

/** The output is the only place with the secret: the store has only its hash. */
async function issueCredential(
  printers: Printers,
  printerId: number,
  user: string | null,
): Promise<string> {
  if (user === null) {
    const token = createToken()
    await printers.insertCredential({
      printerId,
      kind: 'token',
      username: null,
      hash: hashToken(token),
    })
    return `SNAPPER_TOKEN=${token}\n(shown once; the snapper sends it as "Authorization: Bearer")`
  }
  const password = createPassword()
  await printers.insertCredential({
    printerId,
    kind: 'password',
    username: user,
    hash: hashToken(password),
  })
  return `SNAPPER_USER=${user}\nSNAPPER_PASSWORD=${password}\n(shown once)`
}

function formatPrint(print: ApiPrint): string {
  const publication = print.published_at === null ? 'draft' : 'in the feeds'
  const columns = [
    String(print.number).padStart(5),
    print.last_seen_at.slice(0, 10),
    print.outcome.padEnd(9),
    publication.padEnd(12),
    formatPrintTitle(print),
  ]
  return columns.join('  ')
}

function formatPublishing({ publishesPrintsSince: since }: Printer): string {
  return since === null
    ? 'drafts until you publish them (npm run printers -- publish)'
    : `automatically in the feeds if they ended after ${since.toISOString().slice(0, 16)}Z`
}

function formatPrinter(printer: Printer, lastUpdated: string | null | undefined): string {
  const onOff = (is: boolean) => (is ? 'public' : 'private')
  const jobName =
    printer.jobAlias === null ? onOff(printer.publishesJobName) : `shown as "${printer.jobAlias}"`
  return [
    `${printer.id}  ${printer.name}`,
    `   pictures      ${printer.isPublishing ? 'public' : 'paused (npm run printers -- resume)'}`,
    `   temperatures  ${onOff(printer.publishesTemperatures)}`,
    `   job name      ${jobName}`,
    `   prints        ${formatPublishing(printer)}`,
    ...(lastUpdated === undefined ? [] : [`   last report   ${lastUpdated ?? 'never'}`]),
  ].join('\n')
}
