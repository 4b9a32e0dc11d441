import type { ConnectionOptions } from 'node:tls'
import { HttpError } from './http.ts'

/** Whom to trust at home: certificates there are rarely from a public authority. */
export interface HomeTrust {
  /** PEM certificates. */
  certificates: string | null
  /** `host` or `host:port`: addresses whose certificate isn't checked. */
  uncheckedHosts: readonly string[]
}

let trust: HomeTrust = { certificates: null, uncheckedHosts: [] }

/** Process-wide: every address at home is treated alike. */
export function setHomeTrust(next: HomeTrust): void {
  trust = next
}

export function getTlsOptions(
  host: string,
  port: string,
  publicAuthorities: readonly string[],
): ConnectionOptions {
  const { certificates, uncheckedHosts } = trust
  const isUnchecked = [host, `${host}:${port || 443}`].some((it) => uncheckedHosts.includes(it))
  return {
    ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    ...(certificates !== null && { ca: [certificates, ...publicAuthorities] }),
    // Old devices know only old versions and ciphers.
    ...(isUnchecked && {
      rejectUnauthorized: false,
      minVersion: 'TLSv1' as const,
      ciphers: 'DEFAULT@SECLEVEL=0',
    }),
  }
}

const reasons: Record<string, string> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: "isn't valid yet (or this machine's clock is wrong)",
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'is from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'is from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is from an unknown authority',
}

/** What is wrong with a certificate and how to accept it; `null` for other errors. */
export function explainTlsError(error: unknown, { hostname, host }: URL): HttpError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const names = error instanceof Error && 'cert' in error ? listNames(error.cert) : ''
  if (/^(ERR_SSL_|EPROTO)/.test(code))
    return new HttpError(
      'certificate',
      `TLS failed (${code}); use http:// if it doesn't offer https, or set HOME_TLS_UNCHECKED=${host}`,
      error,
    )
  const reason = reasons[code]
  if (reason === undefined) return null
  const isOtherName = code === 'ERR_TLS_CERT_ALTNAME_INVALID'
  const todo = isOtherName
    ? `use that name instead of ${hostname}`
    : /self|authority/.test(reason)
      ? 'set HOME_CA_FILE to a file with its certificate (PEM)'
      : 'renew it'
  return new HttpError(
    'certificate',
    `its certificate ${reason}${isOtherName ? names : ''}; ${todo}, or HOME_TLS_UNCHECKED=${host} to accept any`,
    error,
  )
}

function listNames(certificate: unknown): string {
  const { subjectaltname, subject } = certificate as {
    subjectaltname?: string
    subject?: { CN?: string }
  } // Node's PeerCertificate
  const names = subjectaltname?.replace(/(DNS|IP Address):/g, '') ?? subject?.CN
  return names === undefined ? '' : ` (${names})`
}
