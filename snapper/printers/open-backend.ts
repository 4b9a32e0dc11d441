import { toText } from '../json.ts'
import type { Backend, BackendName, PrinterAddress } from './backend.ts'
import { type ApiResponse, apiTimeoutMs, fetchApi } from './fetch-api.ts'
import { createMoonraker } from './moonraker.ts'
import { askOctoPrint, createOctoPrint, toReading } from './octoprint.ts'
import { createPrusaLink } from './prusalink.ts'

const creators = {
  octoprint: createOctoPrint,
  moonraker: createMoonraker,
  prusalink: createPrusaLink,
} as const satisfies Record<BackendName, (address: PrinterAddress) => Backend>

/** The backend of that name; or, where none is named, the one that the server turns out to be. */
export function openBackend(address: PrinterAddress, name: BackendName | null): Backend {
  if (name !== null) return creators[name](address)
  let found: Backend | null = null
  let asking: Promise<ApiResponse> | null = null
  /** One question for the reading and the camera, which ask at the same time. */
  const askVersion = (signal: AbortSignal) => {
    asking ??= fetchApi(address, 'api/version', signal).finally(() => {
      asking = null
    })
    return asking
  }
  const find = async (version: ApiResponse, signal: AbortSignal): Promise<Backend | null> => {
    const kind = await recognise(address, version, signal)
    if (kind !== null) found ??= creators[kind](address)
    return found
  }
  return {
    get name() {
      return found?.name ?? 'octoprint'
    },
    async read(before, signal) {
      if (found !== null) return found.read(before, signal)
      // OctoPrint is asked as if it were one: where it is, nothing was lost by that.
      const limited = AbortSignal.any([signal, AbortSignal.timeout(apiTimeoutMs)])
      const answers = await askOctoPrint(address, limited, askVersion(limited))
      const backend = await find(answers.version, limited)
      return backend === null || backend.name === 'octoprint'
        ? toReading(address, before, answers)
        : backend.read(before, signal)
    },
    async findCamera(signal) {
      const backend = found ?? (await find(await askVersion(signal), signal))
      return (backend ?? creators.octoprint(address)).findCamera(signal)
    },
  }
}

/** `null` where nothing speaks for any of them. */
async function recognise(
  address: PrinterAddress,
  version: ApiResponse,
  signal: AbortSignal,
): Promise<BackendName | null> {
  if (version.kind === 'object') {
    const text = toText(version.body.text) ?? ''
    if (/moonraker/i.test(text)) return 'moonraker'
    if (/prusalink/i.test(text)) return 'prusalink'
    return /octoprint/i.test(text) ? 'octoprint' : null
  }
  if (version.kind !== 'status') return null
  if (version.status === 401 && version.challenge === 'digest') return 'prusalink'
  // Moonraker without its imitation of OctoPrint.
  if (version.status !== 404) return null
  const info = await fetchApi(address, 'server/info', signal)
  return info.kind === 'object' && 'result' in info.body ? 'moonraker' : null
}
