import { withDeadline } from '../http.ts'
import { toObject, toText } from '../json.ts'
import { formatAddress } from '../log.ts'
import type { Backend, PrinterAddress } from '../printers/backend.ts'
import { fetchApi } from '../printers/fetch-api.ts'
import { adviseName, type Check } from './check.ts'

const titles = { octoprint: 'OctoPrint', moonraker: 'Moonraker', prusalink: 'PrusaLink' } as const

/** Checks whether the printer's server responds, how fast, and what it reports. */
export async function checkPrinter(
  address: PrinterAddress,
  backend: Backend,
  signal: AbortSignal,
): Promise<Check[]> {
  const startedAtMs = performance.now()
  const { reading, detail } = await backend.read(null, signal)
  const tookMs = Math.round(performance.now() - startedAtMs)
  const where = formatAddress(address.root)
  if (reading.state === 'unreachable') {
    const [reason = '', ...todo] = (detail ?? '').split('; ')
    const isAnswered = reason.startsWith('answered')
    return [
      {
        level: 'fail',
        topic: 'printer',
        line: isAnswered ? `${where} ${reason}` : `no response from ${where} (${reason})`,
        advice:
          todo.join('; ') ||
          (adviseName(reason, 'OCTOPRINT_ROOT') ??
            'Is it switched on, and can this machine reach OCTOPRINT_ROOT?'),
      },
    ]
  }
  if (reading.state === 'unauthorized')
    return [
      {
        level: 'fail',
        topic: 'printer',
        line: `${titles[backend.name]} at ${where} rejects the key`,
        advice:
          'Create an API key for a user in the group "Read-only Access" and set OCTOPRINT_KEY to it.',
        needsChange: true,
      },
    ]
  const name = reading.backend ?? titles[backend.name]
  const checks: Check[] = [
    { level: 'ok', topic: 'printer', line: `${name} at ${where}, ${tookMs} ms` },
    { level: 'ok', topic: 'printer', line: `${reading.status} (${reading.state})` },
  ]
  if (detail !== null) checks.push({ level: 'note', topic: 'printer', line: detail })
  checks.push(await checkMoments(backend, signal))
  checks.push(
    backend.name === 'octoprint' ? await checkRights(address, signal) : withoutRights(backend.name),
  )
  return checks
}

const listenMs = 10_000

/** Whether a resident snapper learns at once what happens to a print. */
async function checkMoments(backend: Backend, signal: AbortSignal): Promise<Check> {
  const opened = Promise.withResolvers<null>()
  const end = new AbortController()
  const listener = { opened: () => opened.resolve(null), changed() {} }
  const closed = backend
    .listen(listener, withDeadline(AbortSignal.any([signal, end.signal]), listenMs))
    .then(
      () => 'the connection was closed',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  const reason = await Promise.race([opened.promise, closed])
  end.abort()
  if (reason !== null)
    return {
      level: 'note',
      topic: 'printer',
      line: `moments of a print are reported on schedule: ${reason}`,
    }
  const line =
    backend.name === 'prusalink'
      ? 'with --interval its state is read every 15 s, as it announces nothing'
      : 'with --interval moments of a print are reported at once'
  return { level: 'ok', topic: 'printer', line }
}

function withoutRights(name: 'moonraker' | 'prusalink'): Check {
  return {
    level: 'note',
    topic: 'key',
    line: `${titles[name]} has no read-only keys: keep this one secret`,
  }
}

const tooMany =
  /^(?:(?:ADMIN|CONTROL|CONNECTION|SYSTEM|SETTINGS|PRINT|FILES_(?:UPLOAD|DELETE|SELECT))$|PLUGIN_.*(?:CONTROL|MANAGE|INSTALL))/

async function checkRights(address: PrinterAddress, signal: AbortSignal): Promise<Check> {
  const response = await fetchApi(address, 'api/currentuser', signal)
  const user = response.kind === 'object' ? response.body : null
  const permissions = Array.isArray(user?.permissions) ? user.permissions.map(toName) : null
  if (permissions === null)
    return { level: 'note', topic: 'key', line: "this OctoPrint doesn't report its permissions" }
  const excess = permissions.filter((name) => tooMany.test(name))
  if (excess.length > 0)
    return {
      level: 'warn',
      topic: 'key',
      line: `it allows more than reading: ${excess.slice(0, 4).join(', ')}`,
      advice:
        'Create a user only in the group "Read-only Access" and use its key: a leaked key could control heater and motors.',
    }
  const lacking = ['STATUS', 'WEBCAM', 'SETTINGS_READ', 'FILES_LIST'].filter(
    (name) => !permissions.includes(name),
  )
  return lacking.length === 0
    ? { level: 'ok', topic: 'key', line: 'read-only' }
    : {
        level: 'warn',
        topic: 'key',
        line: `it lacks ${lacking.join(', ')}`,
        advice:
          'Add its user to the group "Read-only Access": otherwise the camera settings or the outcome of a print stay unknown.',
      }
}

/** A permission is a string; OctoPrint 2 may return an object with a `key`. */
function toName(permission: unknown): string {
  return toText(permission) ?? toText(toObject(permission)?.key) ?? ''
}
