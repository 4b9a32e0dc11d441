import { printerApiPath } from '#lib/api/paths.ts'

/** The owner's next step, below a printer without a report. The styles hide it once there is one; visitors load no script for it. */
export function StartCommand({ printerId }: { printerId: number }) {
  return (
    <p className="start-command">
      If this is your printer, start its snapper with this site as the endpoint:{' '}
      <code>{`PRINTER_ENDPOINT=…${printerApiPath(printerId)} npm run snapper`}</code>
    </p>
  )
}
