/** "81 kB", "1.3 GB": of a thousand each. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  const [unit, size] = bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9]
  const amount = bytes / Number(size)
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`
}
