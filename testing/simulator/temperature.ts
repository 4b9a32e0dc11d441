/** A heater that warms and cools by first-order laws. Times in ms, temperatures in °C. */
export interface Heater {
  /** The temperature that full power would approach. */
  fullPower: number
  warmingMs: number
  coolingMs: number
}

export const roomTemperature = 22

/**
 * The temperature `elapsedMs` after it was `from`, with the heater set to `target` since then: it rises at full power up to the
 * target and stays there, or cools towards room temperature, but not below the target.
 */
export function temperatureAfter(
  heater: Heater,
  from: number,
  target: number,
  elapsedMs: number,
): number {
  if (target > from) {
    const risen =
      heater.fullPower - (heater.fullPower - from) * Math.exp(-elapsedMs / heater.warmingMs)
    return Math.min(target, risen)
  }
  const fallen =
    roomTemperature + (from - roomTemperature) * Math.exp(-elapsedMs / heater.coolingMs)
  return Math.max(target, fallen)
}

/** A sensor's reading: `temperature` with a few tenths of a degree of noise, the same for the same time and seed. */
export function measured(temperature: number, seed: number, tMs: number): number {
  const tick = Math.floor(tMs / 500)
  const noise = Math.sin(tick * 12.9898 + seed * 78.233) * 43758.5453
  return Math.round((temperature + (noise - Math.floor(noise) - 0.5) * 0.5) * 100) / 100
}
