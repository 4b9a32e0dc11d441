{{/* The snapper's pod in both modes. */}}
{{- define "paparazza.snapper.pod" -}}
{{- $snapper := .Values.snapper -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $snapper.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $snapper.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $snapper.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            - key: kubernetes.io/arch
              operator: In
              values: {{ toJson $snapper.architectures }}
securityContext:
  {{- include "paparazza.podSecurity" 65532 | nindent 2 }}
containers:
  - name: snapper
    image: {{ include "paparazza.image" (list . $snapper.image) }}
    imagePullPolicy: {{ $snapper.image.pullPolicy }}
    args: {{ include "paparazza.snapper.args" . }}
    env:
      - name: PRINTER_ENDPOINT
        value: {{ $snapper.printerEndpoint | quote }}
      {{- with $snapper.octoprintRoot }}
      - name: OCTOPRINT_ROOT
        value: {{ . | quote }}
      {{- end }}
      {{- with $snapper.snapshotUrl }}
      - name: SNAPSHOT_URL
        value: {{ . | quote }}
      {{- end }}
      {{- if eq $snapper.mode "cronjob" }}
      - name: INTERVAL_SECONDS
        value: {{ $snapper.intervalSeconds | quote }}
      {{- end }}
      {{- if or $snapper.spool.enabled (eq $snapper.mode "resident") }}
      - name: SPOOL_DIR
        value: /spool
      {{- end }}
      {{- range $name, $value := $snapper.env }}
      - name: {{ $name }}
        value: {{ $value | quote }}
      {{- end }}
    envFrom:
      - secretRef:
          name: {{ $snapper.existingSecret }}
    resources:
      {{- toYaml $snapper.resources | nindent 6 }}
    securityContext:
      {{- include "paparazza.containerSecurity" . | nindent 6 }}
    {{- if or $snapper.spool.enabled (eq $snapper.mode "resident") }}
    volumeMounts:
      - { name: spool, mountPath: /spool }
    {{- end }}
{{- if $snapper.spool.enabled }}
volumes:
  - name: spool
    persistentVolumeClaim:
      claimName: {{ default (printf "%s-spool" (include "paparazza.fullname" .)) $snapper.spool.existingClaim }}
{{- else if eq $snapper.mode "resident" }}
volumes:
  # Survives a restart of the container, not of the pod.
  - name: spool
    emptyDir: { sizeLimit: 250Mi }
{{- end }}
{{- end }}

{{- define "paparazza.snapper.args" -}}
{{- if eq .Values.snapper.mode "cronjob" -}}
["--once"]
{{- else -}}
["--interval", {{ .Values.snapper.interval | quote }}{{ with .Values.snapper.idleInterval }}, "--interval-idle", {{ . | quote }}{{ end }}]
{{- end -}}
{{- end }}
