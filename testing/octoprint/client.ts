import { setTimeout as sleep } from 'node:timers/promises'

/** A summary of `/api/job`; `text` is OctoPrint's own word for its state. */
export interface OctoPrintState {
  text: string
  file: string | null
  /** Percent. */
  completion: number | null
}

export interface OctoPrintClient {
  /** Connects to the virtual printer and returns when it is operational. */
  connect(): Promise<void>
  disconnect(): Promise<void>
  upload(name: string, gcode: string): Promise<void>
  /** Starts to print an uploaded file. */
  print(name: string): Promise<void>
  select(name: string): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  cancel(): Promise<void>
  /** Sends a line to the printer, such as one of the virtual printer's `!!DEBUG:` commands. */
  send(line: string): Promise<void>
  /** Sets the G-code that OctoPrint sends at an event, such as `beforePrintResumed`; '' for none. */
  setScript(event: string, gcode: string): Promise<void>
  state(): Promise<OctoPrintState>
  /**
   * Polls until `isWanted` returns true.
   * @throws Error with the last state after `timeoutMs` (30 s)
   */
  waitForState(
    isWanted: (state: OctoPrintState) => boolean,
    timeoutMs?: number,
  ): Promise<OctoPrintState>
}

export function createOctoPrintClient(url: string, apiKey: string): OctoPrintClient {
  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('X-Api-Key', apiKey)
    const response = await fetch(url + path, { ...init, headers })
    if (response.ok) return response
    throw new Error(`OctoPrint returned ${response.status} at ${path}: ${await response.text()}`)
  }
  async function command(path: string, body: Record<string, unknown>): Promise<void> {
    const headers = { 'Content-Type': 'application/json' }
    await call(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  const filePath = (name: string) => `/api/files/local/${encodeURIComponent(name)}`

  const client: OctoPrintClient = {
    async connect() {
      await command('/api/connection', { command: 'connect', port: 'VIRTUAL', baudrate: 115_200 })
      await client.waitForState(({ text }) => text === 'Operational')
    },
    async disconnect() {
      await command('/api/connection', { command: 'disconnect' })
      await client.waitForState(({ text }) => text === 'Offline')
    },
    async upload(name, gcode) {
      const form = new FormData()
      form.set('file', new File([gcode], name, { type: 'text/plain' }))
      await call('/api/files/local', { method: 'POST', body: form })
    },
    print: (name) => command(filePath(name), { command: 'select', print: true }),
    select: (name) => command(filePath(name), { command: 'select', print: false }),
    pause: () => command('/api/job', { command: 'pause', action: 'pause' }),
    resume: () => command('/api/job', { command: 'pause', action: 'resume' }),
    cancel: () => command('/api/job', { command: 'cancel' }),
    send: (line) => command('/api/printer/command', { commands: [line] }),
    setScript: (event, gcode) =>
      command('/api/settings', { scripts: { gcode: { [event]: gcode } } }),
    async state() {
      // OctoPrint's format, unchanged since version 1.3.
      const body = (await (await call('/api/job')).json()) as {
        state: string
        job: { file: { name?: string | null } | null }
        progress: { completion?: number | null }
      }
      return {
        text: body.state,
        file: body.job.file?.name ?? null,
        completion: body.progress.completion ?? null,
      }
    },
    async waitForState(isWanted, timeoutMs = 30_000) {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const state = await client.state()
        if (isWanted(state)) return state
        if (Date.now() > deadline)
          throw new Error(`OctoPrint's state after ${timeoutMs} ms: ${JSON.stringify(state)}`)
        await sleep(100)
      }
    },
  }
  return client
}
