/** What the runner gives a suite. */
export interface SuiteContext {
  /** Empty; deleted after the run. */
  folder: string
  isShort: boolean
  only: string
  /** Registers what must be stopped, in reverse order, however the suite ends. */
  defer(stop: () => unknown): void
  /** @throws Error if it is out of bounds */
  getNumber(
    option: 'seconds' | 'runs' | 'viewers' | 'snapshots' | 'times',
    limits: { normal: number; short: number; min: number; max: number },
  ): number
  getNumbers(option: 'posts', byDefault: readonly number[]): number[]
}

export interface SuiteModule {
  /** Whether it measures the built site. */
  needsBuild: boolean
  /** Whether its results stay in `.cache/bench`. */
  keepsFolder?: boolean
  run(context: SuiteContext): Promise<void>
}
