import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The command was called wrongly, and nothing was done. Its message says what to do instead. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * Reads a command's options. Where `--help` is among them, prints the usage and ends the process, successfully.
 * @throws Misuse
 */
export function readOptions<const T extends Options>(usage: string, options: T) {
  const args = process.argv.slice(2)
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(usage)
    process.exit(0)
  }
  try {
    return parseArgs({ args, options, strict: true }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Says on stderr what went wrong. @returns the exit code: 2 for a misuse, told with the usage; else 1 */
export function reportFailure(error: unknown, usage: string): 1 | 2 {
  console.error(error instanceof Error ? error.message : error)
  if (!(error instanceof UsageError)) return 1
  console.error(`\n${usage}`)
  return 2
}
