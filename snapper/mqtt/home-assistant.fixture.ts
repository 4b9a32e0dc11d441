import { z } from 'zod'

/*
 * What Home Assistant accepts as a device discovery message, of what the snapper uses. Sources: homeassistant/components/mqtt/schemas.py
 * (DEVICE_DISCOVERY_SCHEMA), sensor.py, image.py and config.py of home-assistant/core, and sensor/const.py for units by device class.
 */

const topic = z.string().regex(/^[^+#\0]+$/)
const entity = {
  unique_id: z.string().min(1),
  name: z.string().min(1),
}
const sensor = z.strictObject({
  platform: z.literal('sensor'),
  ...entity,
  state_topic: topic,
  value_template: z.templateLiteral(['{{ value_json.', z.string().regex(/^[a-z_]+$/), ' }}']),
  device_class: z.enum(['enum', 'temperature', 'duration', 'timestamp']).optional(),
  state_class: z.literal('measurement').optional(),
  unit_of_measurement: z.enum(['°C', '%', 'min']).optional(),
  suggested_display_precision: z.int().min(0).optional(),
  options: z.array(z.string()).min(1).optional(),
  expire_after: z.int().positive().optional(),
  icon: z.string().startsWith('mdi:').optional(),
})
const image = z.strictObject({
  platform: z.literal('image'),
  ...entity,
  image_topic: topic,
  content_type: z.string(),
})

const units: Record<string, string> = { temperature: '°C', duration: 'min' }

export const deviceDiscovery = z.strictObject({
  device: z.strictObject({
    identifiers: z.array(z.string()).min(1),
    name: z.string(),
    manufacturer: z.string(),
    model: z.string(),
    sw_version: z.string(),
    configuration_url: z.url({ protocol: /^https?$/ }),
  }),
  origin: z.strictObject({ name: z.string(), sw_version: z.string() }),
  availability_topic: topic,
  components: z.record(
    z.string(),
    z
      .discriminatedUnion('platform', [sensor, image])
      .refine((one) => one.platform === 'image' || isConsistent(one)),
  ),
})

/** Home Assistant rejects options without the class `enum`, and a unit that isn't the class's. */
function isConsistent({
  device_class,
  options,
  state_class,
  unit_of_measurement,
}: z.infer<typeof sensor>) {
  if (device_class === 'enum') return options !== undefined && !state_class && !unit_of_measurement
  if (options !== undefined) return false
  if (device_class === 'timestamp') return !state_class && !unit_of_measurement
  return device_class === undefined || units[device_class] === unit_of_measurement
}
