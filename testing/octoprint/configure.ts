import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Keys {
  /** Has all permissions. */
  apiKey: string
  /** Of a user in the group "Read-only Access", which a snapper should use. */
  readOnlyApiKey: string
}

/**
 * Writes OctoPrint's configuration with the first-run wizard completed, so that its API works at once. As JSON, which is valid YAML.
 */
export async function configureOctoPrint(
  baseDir: string,
  options: { snapshotUrl?: string } = {},
): Promise<Keys> {
  const keys = { apiKey: createKey(), readOnlyApiKey: createKey() }
  await mkdir(baseDir, { recursive: true })
  await writeFile(join(baseDir, 'config.yaml'), JSON.stringify(createConfig(options.snapshotUrl)))
  await writeFile(join(baseDir, 'users.yaml'), JSON.stringify(createUsers(keys)), { mode: 0o600 })
  return keys
}

function createKey(): string {
  return randomBytes(24).toString('hex')
}

function createConfig(snapshotUrl: string | undefined) {
  return {
    server: {
      firstRun: false,
      onlineCheck: { enabled: false },
      pluginBlacklist: { enabled: false },
      seenWizards: { corewizard: 4, classicwebcam: 1, softwareupdate: 1 },
    },
    plugins: {
      // Plugins that use the network.
      _disabled: [
        'announcements',
        'discovery',
        'errortracking',
        'health_check',
        'pluginmanager',
        'softwareupdate',
        'tracking',
      ],
      virtual_printer: {
        enabled: true,
        // By default it garbles some lines to test OctoPrint.
        simulated_errors: [],
        simulateReset: true,
        throttle: 0.001,
      },
      ...(snapshotUrl && {
        // Without the version OctoPrint treats these as settings from before 1.9 and discards them.
        classicwebcam: {
          _config_version: 1,
          stream: '/webcam/?action=stream',
          snapshot: snapshotUrl,
        },
      }),
    },
    serial: { port: 'VIRTUAL', baudrate: 115_200, autoconnect: false },
  }
}

function createUsers(keys: Keys) {
  const user = (group: string, apikey: string) => ({
    active: true,
    apikey,
    groups: [group],
    password: hashUnknownPassword(),
    permissions: [],
    roles: [],
    settings: {},
  })
  return {
    _version: 2,
    owner: user('admins', keys.apiKey),
    snapper: user('readonly', keys.readOnlyApiKey),
  }
}

/** The hash of a random password: these users only use their keys. */
function hashUnknownPassword(): string {
  const salt = randomBytes(16)
  const rounds = 29_000
  const hash = pbkdf2Sync(randomBytes(32), salt, rounds, 32, 'sha256')
  const encode = (bytes: Buffer) =>
    bytes.toString('base64').replaceAll('+', '.').replaceAll('=', '')
  return `$pbkdf2-sha256$${rounds}$${encode(salt)}$${encode(hash)}`
}
