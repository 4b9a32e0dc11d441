import { explainError } from './request.ts'

/** Why a change failed, read aloud when it appears. */
export function Problem({ error, id }: { error: Error | string | null; id?: string }) {
  return (
    <p className="admin-form-message" id={id} role="alert">
      {error !== null && (
        <span className="notice">{error instanceof Error ? explainError(error) : error}</span>
      )}
    </p>
  )
}
