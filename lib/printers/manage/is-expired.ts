import type { Credential } from '../types.ts'

/** Whether reports with this credential are refused already. */
export function isExpired({ expiresAt }: Pick<Credential, 'expiresAt'>): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now()
}
