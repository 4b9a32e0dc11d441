import { toObject } from './json.ts'
import { askOctoPrint, type OctoPrintAddress } from './octoprint.ts'
import { type Turn, toTurnOfOctoPrint } from './picture/turn.ts'

const askMs = 5_000

/**
 * How OctoPrint's settings say that the camera is to be turned; its own pictures aren't.
 * @returns `null` where it doesn't say: no answer, or a key that may not read the settings
 */
export async function readTurnOfOctoPrint(
  address: OctoPrintAddress,
  signal: AbortSignal,
): Promise<Turn | null> {
  const answer = await askOctoPrint(
    address,
    'api/settings',
    AbortSignal.any([signal, AbortSignal.timeout(askMs)]),
  )
  const webcam = answer.kind === 'object' ? toObject(answer.body.webcam) : null
  return webcam && toTurnOfOctoPrint(webcam)
}
