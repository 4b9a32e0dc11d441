import type { Metric, Registry } from 'prom-client'

/** Exposed for one more version, with the values of the new name. Then delete this file. */
const newNames: Record<string, string> = {
  paparazza_image_render_seconds: 'paparazza_image_render_duration_seconds',
  paparazza_kept_bytes: 'paparazza_history_bytes',
  paparazza_kept_limit_bytes: 'paparazza_history_limit_bytes',
  paparazza_kept_pictures: 'paparazza_history_pictures',
  paparazza_printer_interval_kept_seconds: 'paparazza_printer_interval_observed_seconds',
  paparazza_printer_interval_promised_seconds: 'paparazza_printer_interval_expected_seconds',
  paparazza_refusals_total: 'paparazza_http_errors_total',
}

export function addDeprecatedNames(registry: Registry): void {
  for (const [oldName, newName] of Object.entries(newNames)) {
    const alias = {
      name: oldName,
      async get() {
        // Metrics of the store are added later; until then the alias has no values.
        const metric = registry.getSingleMetric(newName)
        const { type, values } = (await metric?.get()) ?? { type: 'gauge', values: [] }
        return {
          name: oldName,
          help: `Deprecated: use ${newName}.`,
          type,
          values: values.map((value) =>
            'metricName' in value
              ? { ...value, metricName: String(value.metricName).replace(newName, oldName) }
              : value,
          ),
        }
      },
    }
    // The registry calls only `name` and `get` of a metric; its type names the four classes only.
    registry.registerMetric(alias as unknown as Metric)
  }
}
