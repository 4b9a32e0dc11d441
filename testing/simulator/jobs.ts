/** A G-code file of the simulated printer. */
export interface Job {
  /** The name in OctoPrint. */
  file: string
  display: string
  /** Its folder in `frames/`. */
  part: string
  sizeBytes: number
  /** Degrees Celsius. */
  nozzleTarget: number
  bedTarget: number
  /** Filament for the whole job, mm. */
  filamentMm: number
}

/** The jobs, printed in turn and again from the start. */
export const jobs: readonly [Job, ...Job[]] = [
  {
    file: 'harbour_tug.gcode',
    display: 'Harbour tug.gcode',
    part: 'tug',
    sizeBytes: 4_182_337,
    nozzleTarget: 215,
    bedTarget: 60,
    filamentMm: 5_820,
  },
  {
    file: 'twisted_vase.gcode',
    display: 'Twisted vase.gcode',
    part: 'vase',
    sizeBytes: 2_604_118,
    nozzleTarget: 220,
    bedTarget: 60,
    filamentMm: 7_450,
  },
  {
    file: 'herringbone_gear.gcode',
    display: 'Herringbone gear.gcode',
    part: 'gear',
    sizeBytes: 6_930_501,
    nozzleTarget: 240,
    bedTarget: 80,
    filamentMm: 11_300,
  },
  {
    file: 'rook.gcode',
    display: 'Rook.gcode',
    part: 'rook',
    sizeBytes: 3_311_920,
    nozzleTarget: 210,
    bedTarget: 60,
    filamentMm: 4_910,
  },
]

export function getJob(position: number): Job {
  return jobs[position % jobs.length] ?? jobs[0]
}
