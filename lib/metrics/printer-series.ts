/** Every series of a printer, from its newest reading and picture as they are kept. Absent readings make no series. */
export const printerGauges = {
  state: {
    name: 'paparazza_printer_state',
    help: 'The printer’s state: 1 for the one it is in, 0 for all others.',
    labelNames: ['printer', 'state'],
  },
  progress: {
    name: 'paparazza_printer_progress_ratio',
    help: 'How much of the job is done, 0 to 1.',
    labelNames: ['printer'],
  },
  elapsed: {
    name: 'paparazza_printer_job_elapsed_seconds',
    help: 'How long the job has been running, by the printer.',
    labelNames: ['printer'],
  },
  remaining: {
    name: 'paparazza_printer_job_remaining_seconds',
    help: 'How long the job will still run, as the printer estimates.',
    labelNames: ['printer'],
  },
  filamentUsed: {
    name: 'paparazza_printer_filament_used_meters',
    help: 'Filament gone into the job so far.',
    labelNames: ['printer'],
  },
  filamentPlanned: {
    name: 'paparazza_printer_filament_planned_meters',
    help: 'Filament that the slicer has planned for the whole job.',
    labelNames: ['printer'],
  },
  temperature: {
    name: 'paparazza_printer_temperature_celsius',
    help: 'Temperature of a heater.',
    labelNames: ['printer', 'heater'],
  },
  target: {
    name: 'paparazza_printer_target_temperature_celsius',
    help: 'Temperature that a heater is told to reach; 0 is off.',
    labelNames: ['printer', 'heater'],
  },
  observed: {
    name: 'paparazza_printer_reading_timestamp_seconds',
    help: 'When the newest readings were taken.',
    labelNames: ['printer'],
  },
  captured: {
    name: 'paparazza_printer_picture_timestamp_seconds',
    help: 'When the newest picture was taken.',
    labelNames: ['printer'],
  },
  received: {
    name: 'paparazza_printer_report_timestamp_seconds',
    help: 'When the printer was last heard of, by the site’s clock.',
    labelNames: ['printer'],
  },
  readingAge: {
    name: 'paparazza_printer_reading_age_seconds',
    help: 'Age of the newest readings at the scrape, by the site’s clock.',
    labelNames: ['printer'],
  },
  pictureAge: {
    name: 'paparazza_printer_picture_age_seconds',
    help: 'Age of the newest picture at the scrape, by the site’s clock.',
    labelNames: ['printer'],
  },
  reportAge: {
    name: 'paparazza_printer_report_age_seconds',
    help: 'Time since the printer was last heard of; since it was added, if never.',
    labelNames: ['printer'],
  },
  promised: {
    name: 'paparazza_printer_interval_promised_seconds',
    help: 'The snapper’s promise of when it comes again (600 where it made none).',
    labelNames: ['printer'],
  },
  kept: {
    name: 'paparazza_printer_interval_kept_seconds',
    help: 'Time between the two newest pictures.',
    labelNames: ['printer'],
  },
  pictureBytes: {
    name: 'paparazza_printer_picture_bytes',
    help: 'Size of the newest picture as it was received.',
    labelNames: ['printer'],
  },
  publishing: {
    name: 'paparazza_printer_publishing',
    help: '1 while the owner publishes pictures, 0 while the camera rests.',
    labelNames: ['printer'],
  },
  missing: {
    name: 'paparazza_printer_picture_missing',
    help: 'Why the newest report came without a picture: 1 for the reason, 0 for all others.',
    labelNames: ['printer', 'reason'],
  },
} as const

export type PrinterSeries = keyof typeof printerGauges
