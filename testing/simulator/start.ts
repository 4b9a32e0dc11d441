import { type CameraMode, createCamera } from './camera.ts'
import { createMachine, type Reading } from './machine.ts'
import { createSimulatorServer } from './server.ts'

export interface SimulatorOptions {
  /** One print, from the first heat to the last move; 4 minutes. */
  printMs?: number
  /** From the end of cooling to the next job; 1 minute. */
  restMs?: number
  /** 0 for any free port, which is the default. */
  port?: number
  host?: string
  apiKey?: string
  /** Varies the noise of the readings and the bytes of the pictures. */
  seed?: number
  /** Progress of the first print at the start, 0 to 1. */
  startFraction?: number
  /** The clock, for tests. */
  now?: () => number
}

export interface Simulator {
  /** The snapper's OCTOPRINT_ROOT, without a trailing slash. */
  url: string
  apiKey: string
  snapshotUrl: string
  read(): Reading
  /** Each of the next three returns false, and does nothing, where a real printer would reject the command. */
  pause(): boolean
  resume(): boolean
  cancel(): boolean
  /** Disconnects the printer, which drops the running job. */
  disconnect(): void
  connect(): void
  setCamera(mode: CameraMode): void
  setLights(on: boolean): void
  close(): Promise<void>
}

/**
 * Starts a simulated printer: OctoPrint's API and a camera on one port.
 * @throws Error when the port is not available
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const now = options.now ?? Date.now
  const apiKey = options.apiKey ?? 'simulated-octoprint-key'
  const host = options.host ?? '127.0.0.1'
  const seed = options.seed ?? 1
  const machine = createMachine({
    now,
    durationMs: options.printMs ?? 240_000,
    restMs: options.restMs ?? 60_000,
    startFraction: options.startFraction ?? 0,
  })
  const camera = createCamera(machine, now, seed)
  const server = createSimulatorServer({ machine, camera, apiKey, seed, now })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const url = `http://${host}:${port}`
  return {
    ...machine,
    url,
    apiKey,
    snapshotUrl: `${url}/webcam/?action=snapshot`,
    setCamera(mode) {
      camera.mode = mode
    },
    setLights(on) {
      camera.lightsOn = on
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
