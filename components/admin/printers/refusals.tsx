import { Timestamp } from '#components/printer/timestamp.tsx'
import type { ApiRefusal } from '#lib/api/admin-printers.ts'

/** The last reports that were not accepted, newest first. */
export function Refusals({ refusals }: { refusals: readonly ApiRefusal[] }) {
  if (refusals.length === 0) return null
  return (
    <div className="mt-8">
      <h3 className="subtitle">Refused reports</h3>
      <ul className="admin-rows mt-2">
        {refusals.map((refusal) => (
          <li className="admin-log-line" key={`${refusal.code} ${refusal.address}`}>
            <Timestamp at={refusal.at} />
            <span className="wrap-anywhere">{refusal.reason}</span>
            <span className="text-quiet wrap-anywhere">
              {refusal.address}
              {refusal.count > 1 && `, ${refusal.count} times`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
