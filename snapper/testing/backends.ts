import { createHash } from 'node:crypto'
import type { BackendName } from '../printers/backend.ts'
import { makeJob, makePrinter, respondAsOctoPrint } from './octoprint-responses.ts'
import { type Responder, sendJson } from './stub-server.ts'

/** The situations of a printer, as each kind of server reports them. */
export type Situation = 'off' | 'idle' | 'starting' | 'printing' | 'paused' | 'finished' | 'error'

const octoprint: Record<Situation, { printer: unknown; job: unknown }> = {
  off: { printer: null, job: makeJob('Offline', {}, {}) },
  idle: { printer: makePrinter('Operational'), job: makeJob('Operational', {}, {}) },
  starting: { printer: makePrinter('Starting', { printing: true }), job: makeJob('Starting') },
  printing: {
    printer: makePrinter('Printing', { printing: true }),
    job: makeJob('Printing', { completion: 42, printTime: 526, printTimeLeft: 520 }),
  },
  paused: {
    printer: makePrinter('Paused', { paused: true }),
    job: makeJob('Paused', { completion: 42, printTime: 526, printTimeLeft: 520 }),
  },
  finished: {
    printer: makePrinter('Operational'),
    job: makeJob('Operational', { completion: 100, printTime: 1046, printTimeLeft: 0 }),
  },
  error: { printer: makePrinter('Error', { error: true }), job: makeJob('Error') },
}

function moonrakerStatus(state: string, more: object = {}, webhooks = 'ready') {
  const status = {
    webhooks: { state: webhooks, state_message: 'Printer is ready' },
    print_stats: {
      filename: state === 'standby' ? '' : 'parts/benchy.gcode',
      total_duration: 600.5,
      print_duration: 526.1,
      filament_used: 812.44,
      state,
      message: '',
      info: { total_layer: null, current_layer: null },
      ...more,
    },
    virtual_sdcard: { file_path: null, progress: 0.41, is_active: true },
    display_status: { message: '', progress: 0.42 },
    extruder: { temperature: 214.8, target: 215 },
    heater_bed: { temperature: 59.5, target: 60 },
  }
  return { result: { eventtime: 578_243.57, status } }
}

const moonraker: Record<Situation, object> = {
  off: moonrakerStatus('standby', {}, 'startup'),
  idle: moonrakerStatus('standby'),
  starting: moonrakerStatus('printing', { print_duration: 0 }),
  printing: moonrakerStatus('printing'),
  paused: moonrakerStatus('paused'),
  finished: moonrakerStatus('complete'),
  error: moonrakerStatus('error'),
}

export function respondAsMoonraker(situation: Situation, { imitates = true } = {}): Responder {
  return ({ path }, response) => {
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    if (imitates && pathname === '/api/version')
      return sendJson(response, 200, {
        server: '1.5.0',
        api: '0.1',
        text: 'OctoPrint (Moonraker v0.3.1-12)',
      })
    // Its emulation: all null while printing.
    if (imitates && pathname === '/api/job')
      return sendJson(response, 200, { job: null, progress: null })
    if (imitates && pathname === '/api/printer')
      return sendJson(response, 200, {
        state: { text: 'Operational', flags: { operational: true } },
      })
    if (pathname === '/printer/objects/query') return sendJson(response, 200, moonraker[situation])
    if (pathname === '/server/info')
      return sendJson(response, 200, {
        result: { klippy_state: 'ready', moonraker_version: 'v0.9.3-12' },
      })
    if (
      pathname === '/server/files/metadata' &&
      searchParams.get('filename') === 'parts/benchy.gcode'
    )
      return sendJson(response, 200, { result: { estimated_time: 1046, filament_total: 1911 } })
    if (pathname === '/server/webcams/list')
      return sendJson(response, 200, {
        result: {
          webcams: [
            { name: 'off', enabled: false, snapshot_url: '/off' },
            { name: 'no snapshot', enabled: true, snapshot_url: '' },
            {
              enabled: true,
              snapshot_url: '/webcam/?action=snapshot',
              rotation: 90,
              flip_horizontal: true,
            },
          ],
        },
      })
    return sendJson(response, 404, { error: { code: 404, message: 'Not Found' } })
  }
}

export function prusaStatus(state: string, job: object | null, more: object = {}) {
  return {
    ...(job && { job }),
    printer: {
      state,
      temp_nozzle: 214.8,
      target_nozzle: 215,
      temp_bed: 59.5,
      target_bed: 60,
      axis_z: null,
    },
    storage: [{ name: 'LOCAL', path: '/local', read_only: false }],
    ...more,
  }
}

const prusaJob = { id: 420, progress: 42, time_remaining: 520, time_printing: 526 }
const prusalink: Record<Situation, object> = {
  off: prusaStatus('IDLE', null),
  idle: prusaStatus('IDLE', null),
  starting: prusaStatus('BUSY', { id: 420, progress: 0, time_printing: 0 }),
  printing: prusaStatus('PRINTING', prusaJob),
  paused: prusaStatus('PAUSED', prusaJob),
  finished: prusaStatus('FINISHED', {
    id: 420,
    progress: 100,
    time_remaining: 0,
    time_printing: 1046,
  }),
  error: prusaStatus('ATTENTION', prusaJob),
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** With Digest authentication, verified as in RFC 7616. */
export function respondAsPrusaLink(situation: Situation, password = 's3cret'): Responder {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  return ({ method, path, headers }, response) => {
    const digest = Object.fromEntries(
      [...(headers.authorization ?? '').matchAll(/(\w+)="?([^",]+)"?/g)].map(([, k, v]) => [k, v]),
    )
    const expected = md5(
      `${md5(`maker:Printer API:${password}`)}:${digest.nonce}:${digest.nc}:${digest.cnonce}:auth:${md5(`${method}:${path}`)}`,
    )
    if (!headers.authorization?.startsWith('Digest ') || digest.response !== expected)
      return void response
        .writeHead(401, {
          'WWW-Authenticate': 'Digest realm="Printer API", nonce="abc123", qop="auth", opaque="o"',
        })
        .end()
    if (path === '/api/version')
      return sendJson(response, 200, { api: '2.0.0', version: '0.7.0', text: 'PrusaLink 0.7.0' })
    if (path === '/api/v1/status') return sendJson(response, 200, prusalink[situation])
    if (path === '/api/v1/cameras/snap') return void response.end(png)
    if (path === '/api/v1/job' && situation !== 'idle')
      return sendJson(response, 200, {
        ...prusaJob,
        state: 'PRINTING',
        file: { name: 'BENCHY~1.BGC', display_name: 'benchy.gcode', path: '/usb' },
      })
    response.writeHead(path === '/api/v1/job' ? 204 : 404).end()
  }
}

const responders: Record<BackendName, (situation: Situation) => Responder> = {
  octoprint: (situation) => respondAsOctoPrint(octoprint[situation]),
  moonraker: (situation) => respondAsMoonraker(situation),
  prusalink: (situation) => respondAsPrusaLink(situation),
}

export function respondAsBackend(kind: BackendName, situation: Situation): Responder {
  return responders[kind](situation)
}
