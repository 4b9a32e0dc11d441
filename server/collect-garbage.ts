import { getHeapStatistics } from 'node:v8'

const lookEveryMs = 10_000
/** Of one core; the next look finds the site idle. */
const maxCpuShare = 0.1
/** A collection takes 60 to 150 ms of CPU, nearly all of it in other threads or in short steps. */
const worthwhileBytes = 4 * 1024 * 1024
/** Of pages that are nearly empty, after a collection that moved nothing together. */
const maxSpareBytes = 8 * 1024 * 1024
/** A heap may stay fragmented. */
const maxRepeats = 3

/**
 * Collects garbage when the site has become idle. V8 does so when the heap has grown by half, which an idle site reaches after hours:
 * until then what the start and the owner's last visit have left behind stays resident.
 */
export function collectGarbageWhenIdle(): NodeJS.Timeout {
  let lowestBytes = Number.POSITIVE_INFINITY
  let repeats = 0
  let cpu = process.cpuUsage()
  return setInterval(() => {
    const { user, system } = process.cpuUsage(cpu)
    cpu = process.cpuUsage()
    const { used_heap_size: usedBytes, total_physical_size: residentBytes } = getHeapStatistics()
    lowestBytes = Math.min(lowestBytes, usedBytes)
    const isIdle = (user + system) / 1000 < maxCpuShare * lookEveryMs
    if (!isIdle) return
    if (usedBytes - lowestBytes >= worthwhileBytes) repeats = 0
    else if (residentBytes - usedBytes < maxSpareBytes || repeats++ >= maxRepeats) return
    lowestBytes = Number.POSITIVE_INFINITY
    startCollection()
  }, lookEveryMs).unref()
}

/**
 * Starts an incremental collection, after which V8 runs two more that return the freed pages. An array buffer whose memory is never
 * touched takes none, but V8 counts its size, and more than 64 MB outside the heap are a reason to collect. `gc()` would
 * stop the process until it is done.
 */
function startCollection(): void {
  try {
    new ArrayBuffer(96 * 1024 * 1024)
  } catch {
    // Where the system promises no more memory than it has. Then V8 collects later.
  }
}
