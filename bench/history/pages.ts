import { perPrint } from '#lib/storage/db/testing/long-history.ts'

export interface Page {
  name: string
  /** Another place of the history each time, so that no page is warm by the one before. */
  path(turn: number): string
  /** Milliseconds at the median; `null`: told, not judged. */
  aimMs: number | null
}

const dayMs = 86_400_000

/** What visitors ask of a printer with a long past. @param endsAt of the history, which began `days` before */
export function listPages(snapshots: number, everySeconds: number, endsAt: Date): Page[] {
  const startMs = endsAt.getTime() - snapshots * everySeconds * 1000
  const prints = Math.floor(snapshots / perPrint)
  // Coprime to both, so that every part of the history has its turn.
  const someIndex = (turn: number) => (turn * 7919) % snapshots
  const somePrint = (turn: number) => 1 + ((turn * 37) % prints)
  const cursor = (turn: number) => {
    const index = someIndex(turn)
    return `${startMs + index * everySeconds * 1000}-${index + 1}`
  }
  const day = (turn: number) =>
    new Date(startMs + 2 * dayMs + (someIndex(turn) * everySeconds * 1000) / 2)
      .toISOString()
      .slice(0, 10)
  const page = '/printers/1'
  const api = '/api/3dprinter/1'
  const judged: [string, Page['path']][] = [
    ['archive, newest', () => `${page}/archive`],
    ['archive, anywhere', (turn) => `${page}/archive?before=${cursor(turn)}`],
    ['archive of a day', (turn) => `${page}/archive?day=${day(turn)}`],
    ['archive of a state', () => `${page}/archive?state=finished`],
    ['archive of a state that never was', () => `${page}/archive?state=error`],
    ['archive of a print', (turn) => `${page}/archive?print=${somePrint(turn)}`],
    ['a print', (turn) => `${page}/prints/${somePrint(turn)}`],
  ]
  const told: [string, Page['path']][] = [
    ['its prints', () => `${page}/prints`],
    ['the printer’s page', () => page],
    ['JSON: the printer', () => `${api}/`],
    ['JSON: 50 snapshots, anywhere', (turn) => `${api}/snapshots?limit=50&before=${cursor(turn)}`],
    ['JSON: the days of a month', (turn) => `${api}/snapshots/days?month=${day(turn).slice(0, 7)}`],
    ['JSON: a print’s frames', (turn) => `${api}/prints/${somePrint(turn)}/frames`],
    ['JSON: a print’s readings', (turn) => `${api}/prints/${somePrint(turn)}/readings`],
  ]
  return [
    ...judged.map(([name, path]) => ({ name, path, aimMs: 50 })),
    ...told.map(([name, path]) => ({ name, path, aimMs: null })),
  ]
}
