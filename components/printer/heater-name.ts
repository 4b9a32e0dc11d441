const names: Record<string, string> = { tool0: 'Nozzle', bed: 'Bed', chamber: 'Chamber' }

/** What people call a heater: "Nozzle", "Nozzle 2", "Bed"; its own name where nobody knows it. */
export function formatHeaterName(heater: string): string {
  return names[heater] ?? heater.replace(/^tool(\d+)$/, (_, index) => `Nozzle ${Number(index) + 1}`)
}
