import { toObject, toText } from '../json.ts'
import { formatAddress } from '../log.ts'
import type { Backend, PrinterAddress } from '../printers/backend.ts'
import { fetchApi } from '../printers/fetch-api.ts'
import type { Check } from './check.ts'

const titles = { octoprint: 'OctoPrint', moonraker: 'Moonraker', prusalink: 'PrusaLink' } as const

/** Does the printer's server answer, how fast, and what does it say? */
export async function checkPrinter(
  address: PrinterAddress,
  backend: Backend,
  signal: AbortSignal,
): Promise<Check[]> {
  const startedAtMs = performance.now()
  const { reading, detail } = await backend.read(null, signal)
  const tookMs = Math.round(performance.now() - startedAtMs)
  const where = formatAddress(address.root)
  if (reading.state === 'unreachable')
    return [
      {
        level: 'fail',
        topic: 'printer',
        line: `no answer at ${where} (${detail})`,
        advice: 'Is it switched on, and is OCTOPRINT_ROOT its address as seen from this machine?',
      },
    ]
  if (reading.state === 'unauthorized')
    return [
      {
        level: 'fail',
        topic: 'printer',
        line: `${titles[backend.name]} at ${where} refuses the key`,
        advice:
          'Make a key for a user of the group "Read-only Access" and put it into OCTOPRINT_KEY.',
        needsChange: true,
      },
    ]
  const name = reading.backend ?? titles[backend.name]
  const checks: Check[] = [
    { level: 'ok', topic: 'printer', line: `${name} at ${where}, ${tookMs} ms` },
    { level: 'ok', topic: 'printer', line: `${reading.status} (${reading.state})` },
  ]
  checks.push(
    backend.name === 'octoprint' ? await checkRights(address, signal) : withoutRights(backend.name),
  )
  return checks
}

function withoutRights(name: 'moonraker' | 'prusalink'): Check {
  return {
    level: 'note',
    topic: 'key',
    line: `${titles[name]} knows no key that may only look: let nobody else come near this one`,
  }
}

const tooMany =
  /^(ADMIN|CONTROL|CONNECTION|SYSTEM|SETTINGS|PRINT|FILES_(UPLOAD|DELETE|SELECT)|PLUGIN_.*(CONTROL|MANAGE|INSTALL).*)$/

async function checkRights(address: PrinterAddress, signal: AbortSignal): Promise<Check> {
  const answer = await fetchApi(address, 'api/currentuser', signal)
  const user = answer.kind === 'object' ? answer.body : null
  const permissions = Array.isArray(user?.permissions) ? user.permissions.map(toName) : null
  if (permissions === null)
    return { level: 'note', topic: 'key', line: "this OctoPrint doesn't tell what it may do" }
  const excess = permissions.filter((name) => tooMany.test(name))
  if (excess.length > 0)
    return {
      level: 'warn',
      topic: 'key',
      line: `it could do more than look: ${excess.slice(0, 4).join(', ')}`,
      advice:
        'Make a user in only the group "Read-only Access", and a key of that one: a heater and motors hang on this.',
    }
  const lacking = ['STATUS', 'WEBCAM', 'SETTINGS_READ', 'FILES_LIST'].filter(
    (name) => !permissions.includes(name),
  )
  return lacking.length === 0
    ? { level: 'ok', topic: 'key', line: 'it may look, and nothing else' }
    : {
        level: 'warn',
        topic: 'key',
        line: `it may not ${lacking.join(', ')}`,
        advice:
          'Put its user into the group "Read-only Access": without, the camera\'s settings or how a print ended stay unknown.',
      }
}

/** A name, or in OctoPrint 2 perhaps an object that has one. */
function toName(permission: unknown): string {
  return toText(permission) ?? toText(toObject(permission)?.key) ?? ''
}
