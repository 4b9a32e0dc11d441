import type { ApiOverview } from './admin-overview.ts'
import type { ApiManagedPrinter } from './admin-printers.ts'

/* A site that is well, as its owner sees it. Tests overwrite what they need. */

export const now = new Date('2026-11-22T14:30:00Z')
const minuteAgo = new Date(now.getTime() - 60_000).toISOString()

export const newManagedPrinter: ApiManagedPrinter = {
  id: 1,
  name: 'Maker Select',
  label: 'Maker Select',
  is_paused: false,
  paused_until: null,
  cameras: [{ number: 1, name: 'Camera 1', owners_name: null, is_paused: false }],
  is_remote: false,
  is_source_fixed: false,
  source_fault: null,
  publishes_temperatures: true,
  publishes_job_name: true,
  publishes_material: true,
  publishes_spool: false,
  publishes_prints: false,
  job_alias: null,
  interval_seconds: null,
  source: null,
  picture: null,
  status: 'Idle',
  observed_at: minuteAgo,
  last_received_at: minuteAgo,
  promised_seconds: 600,
  punctuality: null,
  sender: { snapper: 'snapper 1.0.0', backend: null },
  pictures: 144,
  bytes: 81_234,
  tokens: [
    {
      id: 1,
      name: 'Garage',
      kind: 'token',
      scope: 'report',
      created_at: minuteAgo,
      expires_at: null,
      is_expired: false,
      last_used_at: minuteAgo,
      last_used_by: 'paparazza-snapper/1.0.0',
      is_replaced: false,
    },
  ],
  refusals: [],
}

export const newOverview: ApiOverview = {
  at: now.toISOString(),
  printers: [newManagedPrinter],
  bytes: 81_234,
  max_bytes: 2e9,
  site_url: 'https://example.org',
  storage: {
    bytes: 1.3e9,
    measured_at: minuteAgo,
    max_bytes: 2e9,
    free_bytes: 70e9,
    growth_per_day: 12e6,
    full_at: '2027-01-19T14:30:00.000Z',
  },
  content: [],
  backup: { at: minuteAgo, kind: 'command', lost: 0 },
  channels: [],
  waiting_mentions: 0,
  version: '0.2.0',
  changes: {
    title: 'Unreleased',
    groups: [{ title: 'Added', items: ['An overview, see `docs/running.md`.'] }],
  },
}
