import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Serves the metrics that the node exporters, kubelets and kube-state-metrics of a cluster would export: two nodes, a working
 * snapper, and a logging pod that was killed a minute ago. For panels and rules about a cluster.
 */
export async function startClusterSeries(): Promise<{ url: string; close(): Promise<void> }> {
  const startedAt = Date.now() / 1000
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
    response.end(`${listSeries(startedAt, Date.now() / 1000).join('\n')}\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // over TCP, so neither text nor null
  return {
    url: `http://127.0.0.1:${port}/metrics`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function listSeries(startedAt: number, now: number): string[] {
  const elastic = 'namespace="logging",pod="elasticsearch-0",container="elasticsearch"'
  const nodes = ['pi', 'laptop'].flatMap((node) => [
    `node_memory_MemTotal_bytes{instance="${node}"} 4e9`,
    `node_memory_MemAvailable_bytes{instance="${node}"} ${1.5e9 + 1e7 * Math.sin(now)}`,
    `node_cpu_seconds_total{instance="${node}",cpu="0",mode="idle"} ${(now - startedAt) * 0.7}`,
    `node_load5{instance="${node}"} 1.5`,
    `instance:node_num_cpu:sum{instance="${node}"} 4`,
    `node_thermal_zone_temp{instance="${node}",zone="0"} 56.2`,
    `node_filesystem_avail_bytes{instance="${node}",mountpoint="/"} 2e10`,
    `node_filesystem_size_bytes{instance="${node}",mountpoint="/"} 3e10`,
    `kube_node_status_condition{node="${node}",condition="Ready",status="true"} 1`,
    `kube_node_status_allocatable{node="${node}",resource="memory"} 3.8e9`,
    `kube_pod_container_resource_requests{node="${node}",namespace="logging",resource="memory"} 1e9`,
  ])
  return [
    ...nodes,
    'kube_pod_status_phase{namespace="logging",pod="a",phase="Pending"} 0',
    `container_memory_working_set_bytes{${elastic}} 1.2e9`,
    'container_memory_working_set_bytes{namespace="home",pod="snapper-1",container="snapper"} 5e7',
    `kube_pod_container_status_restarts_total{${elastic}} ${Math.floor((now - startedAt) / 10)}`,
    `kube_pod_container_status_last_terminated_reason{${elastic},reason="OOMKilled"} 1`,
    `kube_pod_container_status_last_terminated_timestamp{${elastic}} ${startedAt - 60}`,
    `kube_cronjob_status_last_successful_time{namespace="home",cronjob="paparazza-snapper"} ${startedAt - 60}`,
    `kube_cronjob_created{namespace="home",cronjob="paparazza-snapper"} ${startedAt - 9000}`,
    'kube_cronjob_spec_suspend{namespace="home",cronjob="paparazza-snapper"} 0',
    'kube_job_status_succeeded{namespace="home",job_name="paparazza-snapper-1"} 1',
    'kube_job_status_failed{namespace="home",job_name="paparazza-snapper-0"} 1',
  ]
}
