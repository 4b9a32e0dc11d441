import type * as mqtt from './mqtt.ts'

/* What the small bundle has instead of MQTT. */

export const readMqtt: typeof mqtt.readMqtt = (values, errors) => {
  if (values.MQTT_URL) errors.push('MQTT_URL: use snapper-mqtt.cjs')
  return null
}
export const openMqtt: typeof mqtt.openMqtt = () => null
export const checkMqtt: typeof mqtt.checkMqtt = async () => []
