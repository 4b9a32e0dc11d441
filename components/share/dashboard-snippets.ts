/*
 * Widgets of dashboards that read our JSON. Names are written as JSON strings, which are YAML, too: a name can't end its line.
 */

interface Addresses {
  name: string
  /** Of the printer's page and of its API. */
  page: string
  api: string
}

/** Homepage's `customapi`, below a service. Null is shown as "-", except as a percent or a date. */
export function writeHomepageWidget({ name, page, api }: Addresses): string {
  return `- Printers:
    - ${JSON.stringify(name)}:
        href: ${page}
        widget:
          type: customapi
          url: ${api}
          refreshInterval: 60000
          mappings:
            - field: state
              label: State
            - field: progress
              label: Percent
            - field: job.remaining_seconds
              label: Left
              format: duration
            - field: observed_at
              label: Seen
              format: relativeDate`
}

/** Glance's `custom-api`. The ages run in the visitor's browser, so they stay true while Glance caches the rest. */
export function writeGlanceWidget({ name, page, api }: Addresses): string {
  return `- type: custom-api
  title: ${JSON.stringify(name)}
  title-url: ${page}
  url: ${api}
  cache: 1m
  template: |
    {{ if .JSON.String "image" }}<img src="{{ .JSON.String "image" }}" alt="">
    <p>Picture: <span {{ .JSON.String "snapshot.captured_at" | parseRelativeTime "rfc3339" }}></span> ago</p>{{ end }}
    <p class="size-h3 color-highlight">{{ .JSON.String "status" }}</p>
    {{ if .JSON.String "observed_at" }}<p>Readings: <span {{ .JSON.String "observed_at" | parseRelativeTime "rfc3339" }}></span> ago</p>{{ end }}`
}
