import type { Command } from '../arguments.ts'
import type { Check } from '../doctor/check.ts'
import type { Log } from '../log.ts'
import { checkBroker } from './check-broker.ts'
import { publishTo } from './publish-to.ts'
import type { Mqtt, MqttSettings } from './types.ts'

/* All that the rest of the snapper uses of MQTT. The small bundle has `without-mqtt.ts` in its place. */

export { readMqtt } from './config-mqtt.ts'

/** @returns `null` if there is no broker, or nothing is sent */
export function openMqtt(
  command: Command,
  { mqtt, site, printer, intervalSeconds }: MqttSettings,
  log: Log,
): Mqtt | null {
  if (mqtt === null || command.kind === 'dry-run') return null
  const isResident = command.kind === 'resident'
  return publishTo({
    config: mqtt,
    endpoint: site.endpoint,
    hasPrinter: printer !== null,
    expireAfterSeconds: 3 * (isResident ? command.idleSeconds : intervalSeconds),
    isResident,
    log,
  })
}

/** The doctor's line about the broker, none if there is none. */
export async function checkMqtt({ mqtt }: MqttSettings): Promise<Check[]> {
  return mqtt === null ? [] : [await checkBroker(mqtt)]
}
