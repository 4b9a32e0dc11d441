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
  /** Where its own pages are: `/graph`, `/alerts`. */
  pagesUrl: string
  /** An instant query. @throws Error with Prometheus's own words */
  query(expr: string): Promise<Sample[]>
  stop(): Promise<void>
}

export interface PrometheusOptions {
  program: string
  /** For its data; emptied. */
  folder: string
  scrapeSeconds: number
  /** Job and where its metrics are. */
  targets: Record<string, string>
  /** Replaces every alert's `for`, so that a check needn't wait for minutes. */
  forSeconds?: number
}

/** @throws Error when it doesn't get ready */
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
  // Debian's has its pages beside it, not in it, and only the classic ones.
  const assets = join(program, '../../share/prometheus/web')
  const isDebians = existsSync(assets)
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
      ...(isDebians ? [`--web.local-assets=${assets}`] : []),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  await waitUntilReady(url, child)
  const pagesUrl = isDebians ? `${url}/classic` : url
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
    const answer = await fetch(`${url}/-/ready`).catch(() => null)
    if (answer?.ok) return
    await sleep(200)
  }
  await stop(child)
  throw new Error(`Prometheus didn't get ready at ${url}.`)
}

async function query(url: string, expr: string): Promise<Sample[]> {
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: expr }),
  })
  const body = (await answer.json()) as {
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
