import { type Responder, sendJson } from './stub-server.ts'

const quiet = {
  operational: true,
  printing: false,
  cancelling: false,
  pausing: false,
  resuming: false,
  finishing: false,
  closedOrError: false,
  error: false,
  paused: false,
  ready: true,
  sdReady: true,
}

export function makePrinter(
  text: string,
  flags: Partial<typeof quiet> = {},
  temperature: unknown = { tool0: { actual: 214.8, target: 215, offset: 0 } },
) {
  return { temperature, state: { text, error: '', flags: { ...quiet, ...flags } } }
}

export function makeJob(
  state: string,
  progress: Record<string, unknown> = {},
  file: Record<string, unknown> = {
    name: 'benchy.gcode',
    path: 'benchy.gcode',
    display: 'benchy.gcode',
    origin: 'local',
    size: 1_468_987,
    date: 1_378_847_754,
  },
) {
  return {
    job: { file, estimatedPrintTime: 8811, filament: { tool0: { length: 810, volume: 5.36 } } },
    progress: {
      completion: null,
      filepos: null,
      printTime: null,
      printTimeLeft: null,
      ...progress,
    },
    state,
  }
}

export const printing = {
  printer: makePrinter('Printing', { printing: true, ready: false }),
  job: makeJob('Printing', { completion: 42.2984, printTime: 276, printTimeLeft: 912 }),
}

/** OctoPrint's three endpoints; `null` for the printer is the 409 of a disconnected one. */
export function respondAsOctoPrint(responses: { printer: unknown; job: unknown }): Responder {
  return ({ path }, response) => {
    const { pathname } = new URL(path, 'http://localhost')
    if (pathname === '/api/version')
      return sendJson(response, 200, { api: '0.1', server: '1.11.8', text: 'OctoPrint 1.11.8' })
    if (pathname === '/api/job') return sendJson(response, 200, responses.job)
    if (pathname === '/api/printer' && responses.printer !== null)
      return sendJson(response, 200, responses.printer)
    if (pathname === '/api/printer')
      return sendJson(response, 409, { error: 'Printer is not operational' })
    return sendJson(response, 404, { error: 'no such page' })
  }
}
