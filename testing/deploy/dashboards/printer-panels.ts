import type { Dashboard, Panel } from './classic.ts'
import { instance, job, ours } from './site-panels.ts'

const one = `${ours}, printer=~"$printer"`
const line = { type: 'timeseries', width: 12, height: 8 } as const
const number = { type: 'stat', width: 6, height: 4 } as const
/** Late from 1.5 promises on, stale from 3: as the page itself says it. */
const lateness = {
  thresholds: {
    mode: 'absolute',
    steps: [
      { color: 'green', value: null },
      { color: 'yellow', value: 1.5 },
      { color: 'red', value: 3 },
    ],
  },
}

const panels: Panel[] = [
  {
    ...number,
    title: 'Picture behind its promise',
    description: 'Age of the newest picture in promised intervals: late from 1.5, stale from 3.',
    unit: 'short',
    field: lateness,
    queries: [
      {
        expr: `min by (printer) (paparazza_printer_picture_age_seconds{${one}} / paparazza_printer_interval_expected_seconds{${one}})`,
        legend: 'Printer {{printer}}',
      },
    ],
  },
  {
    ...number,
    title: 'Progress',
    description: 'How much of the job is done.',
    unit: 'percentunit',
    queries: [
      {
        expr: `max by (printer) (paparazza_printer_progress_ratio{${one}})`,
        legend: 'Printer {{printer}}',
        isInstant: true,
      },
    ],
  },
  {
    ...number,
    title: 'Remaining',
    description: 'How long the job will still run, as the printer estimates.',
    unit: 's',
    queries: [
      {
        expr: `max by (printer) (paparazza_printer_job_remaining_seconds{${one}})`,
        legend: 'Printer {{printer}}',
        isInstant: true,
      },
    ],
  },
  {
    ...number,
    title: 'Pictures kept',
    description: 'Pictures in the history.',
    unit: 'short',
    queries: [
      {
        expr: `max by (printer) (paparazza_history_pictures{${one}})`,
        legend: 'Printer {{printer}}',
        isInstant: true,
      },
    ],
  },
  {
    type: 'state-timeline',
    width: 24,
    height: 6,
    title: 'What it does',
    description: 'The printer’s states; a row is filled while the printer is in it.',
    unit: 'short',
    field: { mappings: [{ type: 'value', options: { '1': { text: 'yes' } } }] },
    queries: [
      {
        expr: `max by (printer, state) (paparazza_printer_state{${one}}) == 1`,
        legend: 'Printer {{printer}}: {{state}}',
      },
    ],
  },
  {
    ...line,
    title: 'Temperatures',
    description: 'What each heater has (line) and is told to reach.',
    unit: 'celsius',
    queries: [
      {
        expr: `max by (printer, heater) (paparazza_printer_temperature_celsius{${one}})`,
        legend: '{{printer}} {{heater}}',
      },
      {
        expr: `max by (printer, heater) (paparazza_printer_target_temperature_celsius{${one}})`,
        legend: '{{printer}} {{heater}} target',
      },
    ],
  },
  {
    ...line,
    title: 'Ages',
    description: 'How old the newest picture and the newest readings are, beside the promise.',
    unit: 's',
    queries: [
      {
        expr: `min by (printer) (paparazza_printer_picture_age_seconds{${one}})`,
        legend: '{{printer}} picture',
      },
      {
        expr: `min by (printer) (paparazza_printer_reading_age_seconds{${one}})`,
        legend: '{{printer}} readings',
      },
      {
        expr: `max by (printer) (paparazza_printer_interval_expected_seconds{${one}})`,
        legend: '{{printer}} promised',
      },
    ],
  },
  {
    ...line,
    title: 'Interval, promised and kept',
    description: 'The time between the two newest pictures, and what the snapper promised.',
    unit: 's',
    queries: [
      {
        expr: `max by (printer) (paparazza_printer_interval_observed_seconds{${one}})`,
        legend: '{{printer}} kept',
      },
      {
        expr: `max by (printer) (paparazza_printer_interval_expected_seconds{${one}})`,
        legend: '{{printer}} promised',
      },
    ],
  },
  {
    ...line,
    title: 'Filament',
    description:
      'Planned for the job by the slicer, and gone into it: as the printer counts, else by its progress.',
    unit: 'lengthm',
    queries: [
      {
        expr: `max by (printer) (paparazza_printer_filament_planned_meters{${one}})`,
        legend: '{{printer}} planned',
      },
      {
        expr: `max by (printer) (paparazza_printer_filament_used_meters{${one}}) or max by (printer) (paparazza_printer_filament_planned_meters{${one}} * paparazza_printer_progress_ratio{${one}})`,
        legend: '{{printer}} used',
      },
    ],
  },
  {
    ...line,
    title: 'Size of the newest picture',
    description: 'As it was received; a picture of a dark room is small.',
    unit: 'bytes',
    queries: [
      {
        expr: `max by (printer) (paparazza_printer_picture_bytes{${one}})`,
        legend: '{{printer}}',
      },
    ],
  },
]

export const printer: Dashboard = {
  uid: 'paparazza-printer',
  title: 'Paparazza / Printer',
  description: 'What the printer does, how warm it is, and how old everything is.',
  variables: [
    job,
    instance,
    {
      name: 'printer',
      label: 'Printer',
      query: 'label_values(paparazza_printer_state{job=~"$job"}, printer)',
    },
  ],
  panels,
}
