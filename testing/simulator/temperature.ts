/** A heater as a body that warms and cools by first-order laws. Times in ms, temperatures in °C. */
export interface Heater {
  /** Where full power would take it, given for ever. */
  fullPower: number
  warmingMs: number
  coolingMs: number
}

export const roomTemperature = 22

/**
 * The temperature `elapsedMs` after it was `from`, with the heater set to `target` all the while: full power up to the
 * target and held there, or falling towards the room (and no further than the target).
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

/** What the sensor makes of it: a few tenths of a degree of noise, the same for the same time and seed. */
export function measured(temperature: number, seed: number, tMs: number): number {
  const tick = Math.floor(tMs / 500)
  const noise = Math.sin(tick * 12.9898 + seed * 78.233) * 43758.5453
  return Math.round((temperature + (noise - Math.floor(noise) - 0.5) * 0.5) * 100) / 100
}
