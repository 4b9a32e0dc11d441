import { parseArgs } from 'node:util'
import { startSimulator } from './start.ts'

const usage = `Usage: node testing/simulator/main.ts [options]
A simulated printer with OctoPrint's API and a camera. It prints one part after another.
  --port <number>            5000 by default, 0 for any free port
  --print-seconds <number>   duration of one print, 240 by default
  --rest-seconds <number>    pause between two prints, 60 by default
  --start-fraction <0..1>    progress of the first print at the start, 0 by default
  --api-key <text>           the API key that clients must send
  --seed <number>            varies the noise`

try {
  const simulator = await startSimulator(readOptions())
  console.log(`OCTOPRINT_ROOT=${simulator.url}`)
  console.log(`OCTOPRINT_KEY=${simulator.apiKey}`)
  console.log(`SNAPSHOT_URL=${simulator.snapshotUrl}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void simulator.close())
} catch (cause) {
  console.error(`${cause instanceof Error ? cause.message : cause}\n\n${usage}`)
  process.exitCode = 2
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5000' },
      'print-seconds': { type: 'string', default: '240' },
      'rest-seconds': { type: 'string', default: '60' },
      'start-fraction': { type: 'string', default: '0' },
      'api-key': { type: 'string', default: 'simulated-octoprint-key' },
      seed: { type: 'string', default: '1' },
    },
  })
  return {
    port: toNumber('port', values.port, 0, 65_535),
    printMs: toNumber('print-seconds', values['print-seconds'], 1, 86_400) * 1000,
    restMs: toNumber('rest-seconds', values['rest-seconds'], 0, 86_400) * 1000,
    startFraction: toNumber('start-fraction', values['start-fraction'], 0, 1),
    apiKey: values['api-key'],
    seed: toNumber('seed', values.seed, 0, 1_000_000),
  }
}

function toNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= min && value <= max))
    throw new Error(`--${name} must be a number from ${min} to ${max}, not "${text}".`)
  return value
}
