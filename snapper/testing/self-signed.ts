import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { makeFolder } from './temporary-folder.ts'

/** A certificate that signed itself. @returns the paths of its PEM files */
export function makeCertificate(names = 'DNS:localhost,IP:127.0.0.1', isExpired = false) {
  const folder = makeFolder()
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
  const how = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=octopi.local']
  const files = ['-keyout', key, '-out', certificate]
  execFileSync(
    'openssl',
    ['req', ...how, '-days', '2', '-addext', `subjectAltName=${names}`, ...files],
    { stdio: 'ignore' },
  )
  const again = ['x509', '-in', certificate, '-signkey', key, '-days', '-1']
  if (isExpired) execFileSync('openssl', [...again, '-out', certificate], { stdio: 'ignore' })
  return { key, certificate }
}
