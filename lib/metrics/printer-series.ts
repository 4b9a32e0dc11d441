/** Every series of a printer, from its newest stored reading and picture. Absent readings have no series. */
export const printerGauges = {
  state: {
    name: 'paparazza_printer_state',
    help: '1 for the state that the printer is in; the other states have no series.',
    labelNames: ['printer', 'state'],
  },
  progress: {
    name: 'paparazza_printer_progress_ratio',
    help: 'Progress of the job, 0 to 1.',
    labelNames: ['printer'],
  },
  elapsed: {
    name: 'paparazza_printer_job_elapsed_seconds',
    help: 'Elapsed time of the job, as the printer reports it.',
    labelNames: ['printer'],
  },
  remaining: {
    name: 'paparazza_printer_job_remaining_seconds',
    help: 'Remaining time of the job, as the printer estimates it.',
    labelNames: ['printer'],
  },
  filamentUsed: {
    name: 'paparazza_printer_filament_used_meters',
    help: 'Filament used by the job so far.',
    labelNames: ['printer'],
  },
  filamentPlanned: {
    name: 'paparazza_printer_filament_planned_meters',
    help: 'Filament for the whole job, as the slicer estimates it.',
    labelNames: ['printer'],
  },
  temperature: {
    name: 'paparazza_printer_temperature_celsius',
    help: 'Temperature of a heater.',
    labelNames: ['printer', 'heater'],
  },
  target: {
    name: 'paparazza_printer_target_temperature_celsius',
    help: 'Target temperature of a heater; 0 is off.',
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
    help: 'When the newest report arrived, by the site’s clock.',
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
    help: 'Time since the newest report; without any report, since the printer was added.',
    labelNames: ['printer'],
  },
  expectedInterval: {
    name: 'paparazza_printer_interval_expected_seconds',
    help: 'Report interval that the snapper announced; 600 if it announced none.',
    labelNames: ['printer'],
  },
  observedInterval: {
    name: 'paparazza_printer_interval_observed_seconds',
    help: 'Time between the two newest pictures.',
    labelNames: ['printer'],
  },
  pictureBytes: {
    name: 'paparazza_printer_picture_bytes',
    help: 'Size of the newest picture, as received.',
    labelNames: ['printer'],
  },
  publishing: {
    name: 'paparazza_printer_publishing',
    help: '1 if the owner publishes pictures, 0 while the camera is paused.',
    labelNames: ['printer'],
  },
  missing: {
    name: 'paparazza_printer_picture_missing',
    help: '1 for the reason why the newest report has no picture; absent with a picture.',
    labelNames: ['printer', 'reason'],
  },
} as const

export type PrinterSeries = keyof typeof printerGauges
