import { formatClock, formatDay } from '#lib/api/times.ts'

export interface ChartTick {
  at: number
  label: string
}

const minuteMs = 60_000
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080, 43_200]
const mostTicks = 7

/** Round numbers from 0 to the first that is not below `highest`. */
export function valueTicks(highest: number): number[] {
  const step = [10, 25, 50, 100].find((wide) => highest / wide <= 5) ?? 200
  const count = Math.min(10, Math.max(1, Math.ceil(highest / step)))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** Times that are round on the clock of the zone; at most `mostTicks`. From a day's step on, days are told. */
export function clockTicks(
  from: Date,
  to: Date,
  timeZone: string,
  x: (at: number) => number,
): ChartTick[] {
  const minutes = (to.getTime() - from.getTime()) / minuteMs
  const step = steps.find((wide) => minutes / wide <= mostTicks) ?? Math.ceil(minutes / mostTicks)
  const label = (at: Date) =>
    step >= 1440
      ? formatDay(at, timeZone).split(' ').slice(1, 3).join(' ')
      : formatClock(at, timeZone)
  const wide = Math.min(step, 1440)
  // Counted from the zone's midnight: an offset of half an hour has its round times, too.
  const pastRound = (minute: number) => {
    const [hours = 0, rest = 0] = formatClock(new Date(minute * minuteMs), timeZone)
      .split(':')
      .map(Number)
    return (hours * 60 + rest) % wide
  }
  // In the night in which the clocks change a step is an hour too short or too long.
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
