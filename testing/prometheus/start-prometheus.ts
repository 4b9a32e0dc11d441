import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stringify } from 'yaml'
import { findFreePort } from '../free-port.ts'

const rules = join(import.meta.dirname, '../../deploy/chart/files/rules')

export interface Sample {
  metric: Record<string, string>
  value: number
}

export interface Prometheus {
  url: string
  /** The base URL of its pages `/graph` and `/alerts`. */
  pagesUrl: string
  /** Runs an instant query. @throws Error with Prometheus's message */
  query(expr: string): Promise<Sample[]>
  stop(): Promise<void>
}

export interface PrometheusOptions {
  program: string
  /** For its data; emptied. */
  folder: string
  scrapeSeconds: number
  /** The URL of the metrics of each job. */
  targets: Record<string, string>
  /** Replaces every alert's `for`, so that a test needn't wait for minutes. */
  forSeconds?: number
}

/** @throws Error when it isn't ready within 20 s */
export async function startPrometheus(options: PrometheusOptions): Promise<Prometheus> {
  const { program, folder, forSeconds } = options
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const file of globSync('*.yaml', { cwd: rules })) {
    const text = readFileSync(join(rules, file), 'utf8')
    const shortened =
      forSeconds === undefined ? text : text.replaceAll(/^( +for:) .*/gm, `$1 ${forSeconds}s`)
    await writeFile(join(folder, file), shortened)
  }
  await writeFile(join(folder, 'prometheus.yml'), toConfiguration(options))
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  // Debian's package has the pages in separate files, and only the classic ones.
  const assets = join(program, '../../share/prometheus/web')
  const isFromDebian = existsSync(assets)
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      ...(isFromDebian ? [`--web.local-assets=${assets}`] : []),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  await waitUntilReady(url, child)
  const pagesUrl = isFromDebian ? `${url}/classic` : url
  return { url, pagesUrl, query: (expr) => query(url, expr), stop: () => stop(child) }
}

function toConfiguration({ scrapeSeconds, targets }: PrometheusOptions): string {
  return stringify({
    global: { scrape_interval: `${scrapeSeconds}s`, evaluation_interval: `${scrapeSeconds}s` },
    rule_files: ['site.yaml', 'snapper.yaml', 'cluster.yaml'],
    scrape_configs: Object.entries(targets).map(([job, address]) => ({
      job_name: job,
      static_configs: [{ targets: [new URL(address).host] }],
    })),
  })
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) break
    const response = await fetch(`${url}/-/ready`).catch(() => null)
    if (response?.ok) return
    await sleep(200)
  }
  await stop(child)
  throw new Error(`Prometheus at ${url} isn't ready after 20 s.`)
}

async function query(url: string, expr: string): Promise<Sample[]> {
  const response = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: expr }),
  })
  const body = (await response.json()) as {
    error?: string
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] }
  }
  if (body.data === undefined) throw new Error(`${expr}: ${body.error}`)
  return body.data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
