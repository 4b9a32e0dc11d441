import { printerStates } from '#lib/api/states.ts'
import { snapperVersion } from '../version.ts'
import type { MqttConfig } from './types.ts'

export interface DeviceOptions {
  config: MqttConfig
  /** The printer's API on the site. */
  endpoint: URL
  hasPrinter: boolean
  /** After which a reading is no longer current. */
  expireAfterSeconds: number
}

/** The topics of one printer. Two snappers of one printer would have the same. */
export function listTopics({ config, endpoint }: Pick<DeviceOptions, 'config' | 'endpoint'>) {
  const path = endpoint.pathname.replace('/api/3dprinter/', '/')
  // Home Assistant allows no other characters in a device's topic.
  const id = `${endpoint.host}${path}`.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '')
  const own = `paparazza/${id}`
  return {
    id: `paparazza_${id}`,
    config: `${config.discovery}/device/paparazza_${id}/config`,
    birth: `${config.discovery}/status`,
    availability: `${own}/availability`,
    state: `${own}/state`,
    picture: `${own}/picture`,
  }
}

const celsius = {
  device_class: 'temperature',
  state_class: 'measurement',
  unit_of_measurement: '°C',
  suggested_display_precision: 1,
}

/** By their names in the state's JSON. A name doesn't repeat the device's, which Home Assistant puts in front. */
const readings = {
  state: { name: 'State', device_class: 'enum', options: printerStates, icon: 'mdi:printer-3d' },
  progress: {
    name: 'Progress',
    state_class: 'measurement',
    unit_of_measurement: '%',
    suggested_display_precision: 0,
    icon: 'mdi:progress-clock',
  },
  nozzle: { name: 'Nozzle temperature', ...celsius },
  bed: { name: 'Bed temperature', ...celsius },
  job: { name: 'Job', icon: 'mdi:file-outline' },
  remaining: { name: 'Remaining time', device_class: 'duration', unit_of_measurement: 'min' },
}
const pictureTime = { name: 'Last picture', device_class: 'timestamp' }

/**
 * The message by which Home Assistant learns of the device and its entities: "device discovery payload" in
 * https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery, since Home Assistant 2024.11.
 */
export function describeDevice(options: DeviceOptions): Record<string, unknown> {
  const { config, endpoint, hasPrinter, expireAfterSeconds } = options
  const topics = listTopics(options)
  const sensors = hasPrinter
    ? { ...readings, picture_at: pictureTime }
    : { picture_at: pictureTime }
  const components = Object.entries(sensors).map(([key, sensor]) => [
    key,
    {
      platform: 'sensor',
      unique_id: `${topics.id}_${key}`,
      ...sensor,
      state_topic: topics.state,
      value_template: `{{ value_json.${key} }}`,
      ...(key !== 'picture_at' && { expire_after: expireAfterSeconds }),
    },
  ])
  return {
    device: {
      identifiers: [topics.id],
      name: config.name,
      manufacturer: 'Paparazza',
      model: 'Snapper',
      sw_version: snapperVersion,
      configuration_url: new URL(
        endpoint.pathname.replace('/api/3dprinter/', '/printers/'),
        endpoint,
      ).href,
    },
    origin: { name: 'Paparazza snapper', sw_version: snapperVersion },
    availability_topic: topics.availability,
    components: {
      ...Object.fromEntries(components),
      picture: {
        platform: 'image',
        unique_id: `${topics.id}_picture`,
        name: 'Picture',
        image_topic: topics.picture,
        content_type: 'image/jpeg',
      },
    },
  }
}
