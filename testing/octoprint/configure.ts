import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Keys {
  /** May do everything. */
  apiKey: string
  /** A user in only the group "Read-only Access": what a snapper should have. */
  readOnlyApiKey: string
}

/**
 * Writes what OctoPrint reads at its start, with the first-run wizard answered, so that its API is open at once.
 * JSON is YAML, too: it needs no writer of its own.
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
      // Whatever asks the network, or says to it that we are here.
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
        // By default it garbles a few lines on purpose, to exercise OctoPrint; not what is tested here.
        simulated_errors: [],
        simulateReset: true,
        throttle: 0.001,
      },
      ...(snapshotUrl && {
        // Without its version it takes these for settings of before 1.9 and starts afresh.
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

/** A password that nobody knows: these users come with their keys only. */
function hashUnknownPassword(): string {
  const salt = randomBytes(16)
  const rounds = 29_000
  const hash = pbkdf2Sync(randomBytes(32), salt, rounds, 32, 'sha256')
  const encode = (bytes: Buffer) =>
    bytes.toString('base64').replaceAll('+', '.').replaceAll('=', '')
  return `$pbkdf2-sha256$${rounds}$${encode(salt)}$${encode(hash)}`
}
