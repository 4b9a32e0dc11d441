import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectAsync } from 'mqtt'
import { onTestFinished } from 'vitest'
import { findFreePort } from '../../testing/free-port.ts'
import { makeFolder } from './temporary-folder.ts'

export const user = 'snapper'
export const password = 'open/sesame?'

/** `null` if Debian's broker is installed, else what to do. */
export function findMosquitto(): string | null {
  try {
    execFileSync('sh', ['-c', 'command -v mosquitto && command -v mosquitto_passwd'])
    return null
  } catch {
    return 'install mosquitto'
  }
}

/** The broker, for this user only. `tls`: the paths of its PEM files. */
export async function startMosquitto(tls: { key: string; certificate: string } | null = null) {
  const folder = makeFolder()
  const port = await findFreePort()
  const [settings, users] = [join(folder, 'mosquitto.conf'), join(folder, 'users')]
  execFileSync('mosquitto_passwd', ['-b', '-c', users, user, password])
  chmodSync(users, 0o600)
  const lines = [
    `listener ${port} 127.0.0.1`,
    `password_file ${users}`,
    // As which it would else lack the right to read the files.
    'user root',
    ...(tls === null ? [] : [`certfile ${tls.certificate}`, `keyfile ${tls.key}`]),
  ]
  writeFileSync(settings, `${lines.join('\n')}\n`)
  const broker = spawn('mosquitto', ['-v', '-c', settings], { stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => {
    broker.kill('SIGKILL')
  })
  for await (const line of broker.stderr) if (String(line).includes(' running')) break
  const host = `127.0.0.1:${port}`
  return {
    url: `${tls === null ? 'mqtt' : 'mqtts'}://${host}`,
    /** What the snapper needs. */
    environment: {
      MQTT_URL: `${tls === null ? 'mqtt' : 'mqtts'}://${host}`,
      MQTT_USER: user,
      MQTT_PASSWORD: password,
    },
    async stop() {
      broker.kill()
      await once(broker, 'exit')
    },
  }
}

/** Another client, as Home Assistant is one: what it receives, the newest of each topic and how often. */
export async function listen(url: string) {
  const client = await connectAsync(url, { username: user, password }, false)
  onTestFinished(() => {
    client.end(true)
  })
  const newest = new Map<string, Buffer>()
  const counts = new Map<string, number>()
  client.on('message', (topic, message) => {
    newest.set(topic, message)
    counts.set(topic, (counts.get(topic) ?? 0) + 1)
  })
  await client.subscribeAsync('#')
  return { newest, counts, publish: client.publishAsync.bind(client) }
}
