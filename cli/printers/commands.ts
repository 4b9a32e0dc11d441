import type { ApiOwnersPrint } from '#lib/api/admin-prints.ts'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import { formatCount } from '#lib/api/format-count.ts'
import { formatDay, formatInterval, formatMoment } from '#lib/api/times.ts'
import type { Context } from '#lib/app-context/context.ts'
import type { Author } from '#lib/printers/manage/manage-printers.ts'
import type { OwnersPicture } from '#lib/printers/pictures/picture-store.ts'
import type { Camera, Printer } from '#lib/printers/types.ts'
import { getSite } from '#lib/site/site.ts'
import { UsageError } from '../command.ts'
import type { PrinterCommand } from './arguments.ts'
import { runPrintCommand } from './print-commands.ts'
import { formatSecret, runTokenCommand } from './token-commands.ts'

/**
 * Executes a command.
 * @returns its output
 * @throws DomainError `printer-not-found`, `not-found`, `storage-unavailable`; UsageError when a purge isn't confirmed
 */
export async function runPrinterCommand(
  {
    store,
    management,
    changePictures,
    printEditing,
    printerQueries,
    ownersPrints,
  }: Pick<
    Context,
    'store' | 'management' | 'changePictures' | 'printEditing' | 'printerQueries' | 'ownersPrints'
  >,
  command: PrinterCommand,
): Promise<string> {
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
      const printer = await management.add(commandLine, command.name)
      const noName = { name: null, expiresAt: null }
      const issued = await management.addToken(commandLine, printer.id, noName, command.user)
      return `Printer ${printer.id}, "${printer.name}", was added.\n${formatSecret(issued)}`
    }
    case 'rotate': {
      await requirePrinter(store.printers, command.id)
      const issued = await management.replaceAll(commandLine, command.id, command.user)
      const { replaced } = issued
      return `${formatSecret(issued)}\n${formatCount(replaced, 'earlier credential')} no longer ${replaced === 1 ? 'works' : 'work'}.`
    }
    case 'change':
      return formatPrinter(
        await management.change(commandLine, command.id, command.changes),
        undefined,
      )
    case 'camera': {
      const { id, camera, changes } = command
      return formatPrinter(
        await management.changeCamera(commandLine, id, camera, changes),
        undefined,
      )
    }
    case 'order':
      await management.order(commandLine, command.ids)
      return `In this order: ${(await store.printers.listPrinters()).map(({ id, name }) => `${id} ${name}`).join(', ')}`
    case 'tokens':
      await requirePrinter(store.printers, command.id)
      return await runTokenCommand(management, commandLine, command)
    case 'prints': {
      await requirePrinter(store.printers, command.id)
      const { prints } = await ownersPrints.list(command.id, { before: null, limit: 20 })
      return prints.length === 0
        ? 'No prints yet. A print appears here when it starts.'
        : prints.map(formatPrint).join('\n')
    }
    case 'print': {
      await requirePrinter(store.printers, command.id)
      return await runPrintCommand(printEditing, commandLine, command)
    }
    case 'list-pictures': {
      await requirePrinter(store.printers, command.id)
      const page = { before: null, limit: 20 }
      const pictures = await store.pictures.listPictures(command.id, page, command)
      return pictures.length === 0 ? 'No such pictures.' : pictures.map(formatPicture).join('\n')
    }
    case 'change-pictures': {
      const { id, change, selection, isDryRun } = command
      await requirePrinter(store.printers, id)
      if (change === 'delete' && !isDryRun) requireConfirmation(command)
      const changed = await changePictures(commandLine, id, change, selection, { isDryRun })
      const what = { hide: 'hidden', show: 'public again', delete: 'deleted' }[change]
      return isDryRun
        ? `${formatCount(changed, 'picture')} would be ${what}. Nothing was changed.`
        : `${formatCount(changed, 'picture')} ${changed === 1 ? 'is' : 'are'} ${what}.`
    }
    case 'purge': {
      await requirePrinter(store.printers, command.id)
      requireConfirmation(command)
      return formatDeleted(await management.purge(commandLine, command.id, command))
    }
    case 'remove': {
      const { name } = await requirePrinter(store.printers, command.id)
      requireConfirmation(command)
      const deleted = await management.remove(commandLine, command.id)
      return `Printer ${command.id}, "${name}", was removed. ${formatDeleted(deleted)}\nOlder backups still have them. If PRINTER_${command.id}_SOURCE or PRINTER_NAME is set, delete it: it would add the printer again.`
    }
  }
}

/** In the owner's log. */
const commandLine: Author = { sessionId: null }

function formatDeleted({
  snapshots,
  observations,
}: {
  snapshots: number
  observations: number
}): string {
  return `Deleted ${formatCount(snapshots, 'picture')} and ${formatCount(observations, 'reading')}.`
}

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

function formatPrint(print: ApiOwnersPrint): string {
  const publication = print.is_hidden
    ? 'hidden'
    : print.published_at === null
      ? 'draft'
      : 'in the feeds'
  const columns = [
    String(print.number).padStart(5),
    formatDay(new Date(print.last_seen_at), getSite()).padEnd(15),
    print.outcome.padEnd(9),
    publication.padEnd(12),
    formatPrintTitle(print),
  ]
  return columns.join('  ')
}

function formatPicture({ snapshot, reading, isHidden }: OwnersPicture): string {
  const columns = [
    String(snapshot.id).padStart(8),
    formatMoment(snapshot.capturedAt, getSite()),
    isHidden ? 'hidden' : 'public',
    reading?.status ?? '',
  ]
  return columns.join('  ').trimEnd()
}

function formatPublishing({ publishesPrintsSince: since }: Printer): string {
  return since === null
    ? 'drafts until you publish them (npm run printers -- publish)'
    : `automatically in the feeds if they ended after ${formatMoment(since, getSite())}`
}

function formatCamera({ isPublishing, pausedUntil }: Printer): string {
  if (isPublishing) return 'public'
  const until = pausedUntil === null ? '' : ` until ${formatMoment(pausedUntil, getSite())}`
  return `paused${until} (npm run printers -- resume)`
}

function formatOneCamera({ number, name, reportedName, isPublishing }: Camera): string {
  const said = isPublishing ? '' : ', paused'
  return `   camera ${number}      ${name ?? reportedName ?? 'without a name'}${said}`
}

function formatPrinter(printer: Printer, lastUpdated: string | null | undefined): string {
  const onOff = (is: boolean) => (is ? 'public' : 'private')
  const jobName =
    printer.jobAlias === null ? onOff(printer.publishesJobName) : `shown as "${printer.jobAlias}"`
  return [
    `${printer.id}  ${printer.name}`,
    `   pictures      ${formatCamera(printer)}`,
    ...printer.cameras.map(formatOneCamera),
    `   temperatures  ${onOff(printer.publishesTemperatures)}`,
    `   job name      ${jobName}`,
    `   material      ${onOff(printer.publishesMaterial)}`,
    `   spool         ${onOff(printer.publishesSpool)}`,
    `   prints        ${formatPublishing(printer)}`,
    ...(printer.intervalSeconds === null
      ? []
      : [
          `   interval      every ${formatInterval(printer.intervalSeconds)} where reports don’t say`,
        ]),
    ...(printer.source === null ? [] : [`   reports to    ${printer.source}`]),
    ...(lastUpdated === undefined ? [] : [`   last report   ${lastUpdated ?? 'never'}`]),
  ].join('\n')
}
