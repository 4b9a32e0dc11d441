import { HttpError, withDeadline } from '../http.ts'
import { toText } from '../json.ts'
import type { Backend, BackendName, PrinterAddress } from './backend.ts'
import { type ApiResponse, apiTimeoutMs, explain, fetchApi } from './fetch-api.ts'
import { createMoonraker } from './moonraker.ts'
import { createOctoPrint, fetchOctoPrint, toReading } from './octoprint.ts'
import { createPrusaLink } from './prusalink.ts'

const creators = {
  octoprint: createOctoPrint,
  moonraker: createMoonraker,
  prusalink: createPrusaLink,
} as const satisfies Record<BackendName, (address: PrinterAddress) => Backend>

/** The named backend, or one that detects the kind of server at the first reading. */
export function openBackend(address: PrinterAddress, name: BackendName | null): Backend {
  if (name !== null) return creators[name](address)
  let found: Backend | null = null
  let pending: Promise<ApiResponse> | null = null
  /** One request for the reading and the camera, which run concurrently. */
  const fetchVersion = (signal: AbortSignal) => {
    pending ??= fetchApi(address, 'api/version', signal).finally(() => {
      pending = null
    })
    return pending
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
    async read(previous, signal) {
      if (found !== null) return found.read(previous, signal)
      // Read as OctoPrint while detecting: if it is one, no time was lost.
      const limited = AbortSignal.any([signal, AbortSignal.timeout(apiTimeoutMs)])
      const responses = await fetchOctoPrint(address, limited, fetchVersion(limited))
      const backend = await find(responses.version, limited)
      return backend === null || backend.name === 'octoprint'
        ? toReading(address, previous, responses)
        : backend.read(previous, signal)
    },
    async findCamera(signal) {
      const backend = found ?? (await find(await fetchVersion(signal), signal))
      return (backend ?? creators.octoprint(address)).findCamera(signal)
    },
    async listen(listener, signal) {
      const version = found === null ? await fetchVersion(withDeadline(signal, apiTimeoutMs)) : null
      const backend = version === null ? found : await find(version, signal)
      if (backend !== null) return backend.listen(listener, signal)
      throw new HttpError('network', (version && explain(version)) ?? 'an unknown kind of server')
    },
  }
}

/** `null` if it matches none of them. */
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
  // Moonraker without its OctoPrint emulation.
  if (version.status !== 404) return null
  const info = await fetchApi(address, 'server/info', signal)
  return info.kind === 'object' && 'result' in info.body ? 'moonraker' : null
}
