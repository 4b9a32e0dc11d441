const names = new Map([
  ['tool0', 'Nozzle'],
  ['bed', 'Bed'],
  ['chamber', 'Chamber'],
])

/** A heater's display name: "Nozzle", "Nozzle 2", "Bed"; an unknown heater keeps its own name. */
export function formatHeaterName(heater: string): string {
  return (
    names.get(heater) ?? heater.replace(/^tool(\d+)$/, (_, index) => `Nozzle ${Number(index) + 1}`)
  )
}
