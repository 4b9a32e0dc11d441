import type { Report } from '../report.ts'

export interface MqttConfig {
  /** `mqtt:` or `mqtts:`, without user and password. */
  broker: URL
  user: string | null
  password: string | null
  /** Of the device in Home Assistant. */
  name: string
  /** Where Home Assistant looks for devices; its default is `homeassistant`. */
  discovery: string
}

/** What MQTT needs of the snapper's configuration. */
export interface MqttSettings {
  mqtt: MqttConfig | null
  site: { endpoint: URL }
  /** `null` if only a camera is reported. */
  printer: object | null
  intervalSeconds: number
}

/** Publishes at home what the site gets. A broker that is away delays and breaks nothing else: no function throws or waits for it. */
export interface Mqtt {
  publish(report: Pick<Report, 'reading' | 'picture'>): void
  /** Publishes what is left, for 5 s at most, and disconnects. */
  close(): Promise<void>
}
