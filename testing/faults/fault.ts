/** What a fault's run found. Every failure is a sentence for the table. */
export interface Outcome {
  tried: number
  failures: string[]
  /** What the figures leave out, such as the number of acknowledgements. */
  note?: string
}

export interface FaultOptions {
  /** The short form that is part of `npm test`. */
  isQuick: boolean
  /** Empty, on a real disk; deleted afterwards. */
  folder: string
}

export interface Fault {
  /** The promise, in the words of the table. */
  promise: string
  /** @throws Error if the fault could not be produced; that is a failure too */
  run(options: FaultOptions): Promise<Outcome>
  /** The programs that it needs. */
  needs: readonly string[]
}
