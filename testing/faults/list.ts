import type { Fault } from './fault.ts'
import { clockJumps } from './faults/clock-jumps.ts'
import { diskErrors } from './faults/disk-errors.ts'
import { jpegMutants } from './faults/jpeg-mutants.ts'
import { killAtSystemCall } from './faults/kill-at-system-call.ts'
import { killCycles } from './faults/kill-cycles.ts'
import { powerCut } from './faults/power-cut.ts'
import { schemathesis } from './faults/schemathesis.ts'
import { smallDisk } from './faults/small-disk.ts'
import { twoProcesses } from './faults/two-processes.ts'
import { runTestFiles } from './test-files.ts'

/** Faults that `npm test` produces in a short form. */
export const ownFaults: Record<string, Fault> = {
  'kill-cycles': killCycles,
  'kill-at-system-call': killAtSystemCall,
  'power-cut': powerCut,
  'disk-errors': diskErrors,
  'small-disk': smallDisk,
  'clock-jumps': clockJumps,
  'two-processes': twoProcesses,
  'jpeg-mutants': jpegMutants,
  schemathesis,
}

/** All of them. These are tests of their own in `npm test`. */
export const faults: Record<string, Fault> = {
  ...ownFaults,
  'bad-inputs': runTestFiles('All bad inputs are refused and change nothing', {
    runner: 'playwright',
    files: ['bad-'],
  }),
  races: runTestFiles('A purge or a sweep never deletes a picture that is uploaded again', {
    runner: 'vitest',
    files: ['lib/printers/purge-race.test.ts'],
    env: { PURGE_RACES: '10000' },
  }),
  notifications: runTestFiles(
    'Killed at any moment, the site loses no message and sends none as new twice',
    {
      runner: 'vitest',
      files: ['lib/notifications/kills.test.ts'],
      env: { NOTIFICATION_KILLS: '1000' },
    },
  ),
  spool: runTestFiles('Killed at any moment, the snapper loses no report', {
    runner: 'vitest',
    files: ['snapper/spool-kills.test.ts'],
    env: { SNAPPER_KILLS: '200' },
  }),
}
