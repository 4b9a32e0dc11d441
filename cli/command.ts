import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The command's arguments are invalid and nothing was done. The message says what is wrong and what to type. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** Whether the usage follows the message: not after one that says what to type. */
  readonly showsUsage: boolean

  constructor(message: string, options: ErrorOptions & { showsUsage?: boolean } = {}) {
    super(message, options)
    this.showsUsage = options.showsUsage ?? false
  }
}

/**
 * Parses arguments strictly.
 * @throws UsageError for an unknown option, a missing value or, unless `allowPositionals` is set, a positional argument
 */
export function parseArguments<const T extends ParseArgsConfig>(
  args: readonly string[],
  config: T,
) {
  try {
    return parseArgs({ ...config, args: [...args] })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), {
      showsUsage: true,
    })
  }
}

/**
 * Runs a command with the process's arguments and sets the exit code: what `run` returns (default 0), 2 after a UsageError, 1 after
 * any other error. `--help` prints the usage.
 */
export async function runCommand(
  usage: string,
  run: (args: readonly string[]) => Promise<0 | 1 | undefined>,
): Promise<void> {
  const args = process.argv.slice(2)
  if (args.includes('--help') || args.includes('-h')) return console.log(usage)
  try {
    process.exitCode = (await run(args)) ?? 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    if (error instanceof UsageError && error.showsUsage) console.error(`\n${usage}`)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}
