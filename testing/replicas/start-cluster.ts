import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { createS3Request } from '#lib/storage/blobs/s3-request.ts'
import { parseBlobsUrl } from '#lib/storage/blobs/s3-url.ts'
import { findTool } from '../deploy/find-tool.ts'
import { renderTemporaryPaths, startProxy } from '../deploy/start-proxy.ts'
import { findFreePort } from '../free-port.ts'
import { startPostgres } from '../postgres/postgres-server.ts'
import { startS3Server } from '../s3/s3-server.ts'
import { type Site, startSite } from '../site/start-site.ts'
import { openFaultyLink } from './faulty-link.ts'

export type Cluster = Awaited<ReturnType<typeof startCluster>>

const password = 'only-for-this-test'
const authorization = `Basic ${Buffer.from(`snapper:${password}`).toString('base64')}`
export const apiPath = '/api/3dprinter/1/'
/** Below Postgres's, so that a test can use up all connections. */
const maxConnections = 45

/**
 * Three replicas of the built site on one Postgres and one S3 server, behind nginx, which asks the next replica when one fails. The
 * links to both servers can be made faulty.
 * @param defer registers what must be stopped, in reverse order
 */
export async function startCluster(folder: string, defer: (stop: () => unknown) => void) {
  const postgres = await startPostgres({ max_connections: `${maxConnections}` })
  defer(postgres.stop)
  const s3 = await startS3Server()
  defer(s3.stop)
  const databaseLink = await openFaultyLink(postgres.port)
  defer(databaseLink.close)
  const s3Link = await openFaultyLink(Number(s3.host.split(':')[1]))
  defer(s3Link.close)
  const directUrl = await postgres.createDatabase()
  const databaseUrl = directUrl.replace(`:${postgres.port}/`, `:${databaseLink.port}/`)
  const keys = `${encodeURIComponent(s3.accessKeyId)}:${s3.secretAccessKey}`
  const blobsUrl = `s3://${keys}@127.0.0.1:${s3Link.port}/pictures?tls=off`
  await createS3Request(parseBlobsUrl(blobsUrl))({ method: 'PUT' })

  const ports = await Promise.all([0, 1, 2].map(() => findFreePort()))
  const metricsPorts = await Promise.all([0, 1, 2].map(() => findFreePort()))
  const replicas: (Site | null)[] = [null, null, null]
  const start = async (index: number) => {
    replicas[index] = await startSite({
      PORT: String(ports[index]),
      METRICS_PORT: String(metricsPorts[index]),
      DATA_DIR: join(folder, `data-${index}`),
      DATABASE_URL: databaseUrl,
      BLOBS_URL: blobsUrl,
      TRUSTED_PROXIES: '1',
      LOG_LEVEL: 'silent',
      PRINTER_NAME: 'Maker Select',
      SNAPPER_USER: 'snapper',
      SNAPPER_PASSWORD: password,
    })
  }
  defer(() => Promise.all(replicas.map((replica) => replica?.stop())))
  // One by one: each would insert the first printer.
  for (const index of ports.keys()) {
    await start(index)
    await fetch(`http://127.0.0.1:${ports[index]}${apiPath}`)
  }
  const proxyPort = await findFreePort()
  await startRetryingNginx(join(folder, 'nginx'), proxyPort, ports, defer)

  return {
    postgres,
    databaseLink,
    s3Link,
    start,
    /** Of each replica, without a trailing slash. */
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    /** SIGKILL. */
    kill: (index: number) => process.kill(replicas[index]?.pid ?? 0, 'SIGKILL'),
    query: (text: string) => query(directUrl, text),
    /** Takes every connection that Postgres has left. @returns gives them back */
    async takeAllConnections() {
      await query(
        directUrl,
        'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()',
      )
      const taken: Client[] = []
      for (;;) {
        const client = new Client(directUrl)
        client.on('error', () => undefined)
        try {
          await client.connect()
        } catch {
          break
        }
        taken.push(client)
      }
      return () => Promise.all(taken.map((client) => client.end()))
    },
    /** Rendered variants, of all replicas. */
    async countRenders() {
      const texts = metricsPorts.map(async (port) =>
        (await fetch(`http://127.0.0.1:${port}/metrics`)).text(),
      )
      const pattern = /^paparazza_image_render_duration_seconds_count\{[^}]*\} (\S+)$/gm
      const all = [...(await Promise.all(texts)).join('\n').matchAll(pattern)]
      return all.reduce((total, [, value]) => total + Number(value), 0)
    },
    patch: (url: string, body: BodyInit, headers: Record<string, string> = {}) =>
      fetch(url + apiPath, {
        method: 'PATCH',
        body,
        headers: { authorization, ...headers },
        signal: AbortSignal.timeout(15_000),
      }),
  }
}

async function startRetryingNginx(
  folder: string,
  port: number,
  ports: readonly number[],
  defer: (stop: () => unknown) => void,
): Promise<void> {
  const program = findTool('nginx')
  if (program === null) throw new Error('nginx is not installed.')
  await mkdir(folder, { recursive: true })
  // With max_fails, nginx would take replicas out that answer 503 for a printer, and then has none for the blog.
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join(' ')
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const file = join(folder, 'nginx.conf')
  await writeFile(
    file,
    `daemon off; ${user} pid ${folder}/pid; error_log stderr crit; events {}
    http { access_log off; ${renderTemporaryPaths(folder)}
      upstream site { ${servers} keepalive 16; }
      server { listen 127.0.0.1:${port}; proxy_http_version 1.1; proxy_set_header Connection "";
        location / { proxy_pass http://site; proxy_next_upstream error timeout http_502 http_503; proxy_connect_timeout 1s; } } }`,
  )
  const nginx = await startProxy(program, ['-c', file, '-p', folder, '-e', 'stderr'], folder, port)
  defer(nginx.stop)
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(text)).rows as Record<string, unknown>[] // by the driver
  } finally {
    await client.end()
  }
}
