{{- define "paparazza.web.env" -}}
- name: SITE_URL
  value: {{ .Values.web.siteUrl | quote }}
- name: HOSTNAME
  value: 0.0.0.0
- name: PORT
  value: "3000"
- name: METRICS_PORT
  value: "9464"
- name: DATA_DIR
  value: /data
{{- with compact (list (ternary "current" "" (ne .Values.web.content.git.repository "")) .Values.web.content.folder) }}
- name: CONTENT_DIR
  value: /content/{{ join "/" . }}
{{- end }}
- name: TRUSTED_PROXIES
  value: {{ .Values.web.trustedProxies | quote }}
- name: MAX_STORAGE_MB
  value: {{ .Values.web.keepMb | quote }}
- name: LOG_LEVEL
  value: {{ .Values.web.logLevel | quote }}
{{- with .Values.web.database.existingSecret }}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef: { name: {{ . }}, key: DATABASE_URL }
{{- end }}
{{- with .Values.web.blobs.existingSecret }}
- name: BLOBS_URL
  valueFrom:
    secretKeyRef: { name: {{ . }}, key: BLOBS_URL }
{{- end }}
{{- with .Values.web.secretsKey.existingSecret }}
- name: SECRETS_KEY
  valueFrom:
    secretKeyRef: { name: {{ . }}, key: SECRETS_KEY }
{{- end }}
{{- with .Values.web.firstPrinter }}
{{- if .existingSecret }}
- name: PRINTER_NAME
  value: {{ .name | quote }}
- name: SNAPPER_USER
  valueFrom:
    secretKeyRef: { name: {{ .existingSecret }}, key: SNAPPER_USER }
- name: SNAPPER_PASSWORD
  valueFrom:
    secretKeyRef: { name: {{ .existingSecret }}, key: SNAPPER_PASSWORD }
{{- end }}
{{- end }}
{{- range $name, $value := .Values.web.env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* "true" if the database or the blobs are on the volume, else "": the site then only has temporary files. */}}
{{- define "paparazza.web.isLocal" -}}
{{- if not (and .Values.web.database.existingSecret .Values.web.blobs.existingSecret) }}true{{ end -}}
{{- end }}

{{- define "paparazza.web.dataVolume" -}}
name: data
{{- if and (include "paparazza.web.isLocal" .) .Values.web.persistence.enabled }}
persistentVolumeClaim:
  claimName: {{ default (printf "%s-data" (include "paparazza.fullname" .)) .Values.web.persistence.existingClaim }}
{{- else }}
emptyDir: {}
{{- end }}
{{- end }}
