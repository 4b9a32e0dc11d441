import { randomBytes } from 'node:crypto'
import { formatPrintTitle } from '#lib/api/describe-print.ts'
import type { ApiPrint } from '#lib/api/schema/prints.ts'
import type { Context } from '#lib/app-context/context.ts'
import { createToken, hashPassword, hashToken } from '#lib/http/credentials.ts'
import type { Credential, Printer } from '#lib/printers/types.ts'
import type { Command } from './arguments.ts'
import { UsageError } from './arguments.ts'

/**
 * Carries a command out.
 * @returns what to tell the owner
 * @throws DomainError `printer-not-found`, `storage-unavailable`; UsageError where a purge isn't confirmed
 */
export async function runCommand(
  {
    store,
    pictures,
    printerQueries,
    printQueries,
  }: Pick<Context, 'store' | 'pictures' | 'printerQueries' | 'printQueries'>,
  command: Command,
): Promise<string> {
  switch (command.kind) {
    case 'list': {
      const printers = await store.printers.listPrinters()
      const seen = await printerQueries.listPrinters()
      if (printers.length === 0)
        return 'No printer yet. Add one: npm run printers -- add "Maker Select"'
      return printers
        .map((printer) =>
          formatPrinter(printer, seen.find(({ id }) => id === printer.id)?.last_updated),
        )
        .join('\n\n')
    }
    case 'add': {
      const printer = await store.printers.insertPrinter({
        name: command.name,
        isPublishing: true,
        publishesTemperatures: true,
        publishesJobName: true,
        jobAlias: null,
      })
      const told = await issueCredential(store.printers, printer.id, command.user)
      return `Printer ${printer.id}, "${printer.name}", is there.\n${told}`
    }
    case 'rotate': {
      const old = await listCredentialsOf(store.printers, command.id)
      const told = await issueCredential(store.printers, command.id, command.user)
      await store.printers.deleteCredentials(old.map(({ id }) => id))
      return `${told}\n${old.length} earlier credential(s) no longer work.`
    }
    case 'change': {
      const printer = await store.printers.updatePrinter(command.id, command.changes)
      return formatPrinter(printer, undefined)
    }
    case 'prints': {
      const { prints } = await printQueries.listPrints(command.id, { before: null, limit: 20 })
      return prints.length === 0
        ? 'No print yet. The first one stands here as soon as it begins.'
        : prints.map(formatPrint).join('\n')
    }
    case 'publish': {
      await requirePrinter(store.printers, command.id)
      const at = command.isPublished ? new Date() : null
      await store.prints.setPublished(command.id, command.print, at)
      return `Print ${command.print} is ${at === null ? 'no longer in' : 'in'} the feeds.`
    }
    case 'purge': {
      await requirePrinter(store.printers, command.id)
      if (!command.isConfirmed)
        throw new UsageError('This deletes for good. Say it again with --yes.')
      const { observations, snapshots, orphans } = await store.retention.purge(command.id, command)
      // Rows first: from here on no address leads to these pictures, even if deleting their bytes is cut short.
      await pictures.remove(orphans)
      return `Deleted ${snapshots} picture(s) and ${observations} reading(s).`
    }
  }
}

type Printers = Context['store']['printers']

async function requirePrinter(printers: Printers, id: number): Promise<Printer> {
  const printer = await printers.getPrinter(id)
  if (printer === null)
    throw new UsageError(
      `There is no printer ${id}; \`npm run printers -- list\` tells which there are.`,
    )
  return printer
}

async function listCredentialsOf(printers: Printers, id: number): Promise<Credential[]> {
  await requirePrinter(printers, id)
  return (await printers.listCredentials()).filter(({ printerId }) => printerId === id)
}

/** The secret is told here and nowhere again: only its hash is kept. */
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
  const password = randomBytes(18).toString('base64url')
  const hash = await hashPassword(password)
  await printers.insertCredential({ printerId, kind: 'password', username: user, hash })
  return `SNAPPER_USER=${user}\nSNAPPER_PASSWORD=${password}\n(shown once)`
}

function formatPrint(print: ApiPrint): string {
  const place = print.published_at === null ? 'draft' : 'in the feeds'
  const told = [
    String(print.number).padStart(5),
    print.last_seen_at.slice(0, 10),
    print.outcome.padEnd(9),
    place.padEnd(12),
    formatPrintTitle(print),
  ]
  return told.join('  ')
}

function formatPublishing({ publishesPrintsSince: since }: Printer): string {
  return since === null
    ? 'drafts until you publish them (npm run printers -- publish)'
    : `in the feeds by themselves, those that ended since ${since.toISOString().slice(0, 16)}Z`
}

function formatPrinter(printer: Printer, lastUpdated: string | null | undefined): string {
  const onOff = (is: boolean) => (is ? 'public' : 'private')
  const jobName =
    printer.jobAlias === null ? onOff(printer.publishesJobName) : `shown as "${printer.jobAlias}"`
  return [
    `${printer.id}  ${printer.name}`,
    `   pictures      ${printer.isPublishing ? 'public' : 'resting (npm run printers -- resume)'}`,
    `   temperatures  ${onOff(printer.publishesTemperatures)}`,
    `   job name      ${jobName}`,
    `   prints        ${formatPublishing(printer)}`,
    ...(lastUpdated === undefined ? [] : [`   last heard of ${lastUpdated ?? 'never'}`]),
  ].join('\n')
}
