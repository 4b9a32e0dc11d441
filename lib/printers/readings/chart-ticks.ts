import type { Formats } from '#lib/api/formats.ts'
import { formatClock, formatDay } from '#lib/api/times.ts'

export interface ChartTick {
  at: number
  label: string
}

const minuteMs = 60_000
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080, 43_200]
/** A label with "pm" is wider. */
const maxTicks = { 12: 5, 24: 7 }

/** Round numbers from 0 to the first one that is at least `highest`. */
export function valueTicks(highest: number): number[] {
  const step = [10, 25, 50, 100].find((wide) => highest / wide <= 5) ?? 200
  const count = Math.min(10, Math.max(1, Math.ceil(highest / step)))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** Times that are round in the zone. With steps of a day or more, labels are days. */
export function clockTicks(
  from: Date,
  to: Date,
  formats: Formats,
  x: (at: number) => number,
): ChartTick[] {
  const most = maxTicks[formats.hourFormat]
  const minutes = (to.getTime() - from.getTime()) / minuteMs
  const step = steps.find((wide) => minutes / wide <= most) ?? Math.ceil(minutes / most)
  const label = (at: Date) =>
    step >= 1440
      ? formatDay(at, formats).split(' ').slice(1, 3).join(' ')
      : formatClock(at, formats)
  const wide = Math.min(step, 1440)
  // Counted from the zone's midnight, since offsets can have half hours.
  const pastRound = (minute: number) => {
    const [hours = 0, rest = 0] = formatClock(new Date(minute * minuteMs), {
      ...formats,
      hourFormat: 24,
    })
      .split(':')
      .map(Number)
    return (hours * 60 + rest) % wide
  }
  // In the night in which the clocks change, a step is an hour too short or too long.
  const toRound = (minute: number) => {
    const past = pastRound(minute)
    return past < wide / 2 ? minute - past : minute + wide - past
  }
  const start = Math.ceil(from.getTime() / minuteMs)
  const past = pastRound(start)
  const ticks: ChartTick[] = []
  let minute = past === 0 ? start : toRound(start + wide - past)
  for (; minute * minuteMs <= to.getTime(); minute = toRound(minute + step)) {
    const at = minute * minuteMs
    ticks.push({ at: Math.round(x(at) * 10) / 10, label: label(new Date(at)) })
  }
  return ticks
}
