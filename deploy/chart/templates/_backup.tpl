{{/* The pod template that runs a command with the data and the backups: (list . (list "cli/backup/backup.ts" ...)) */}}
{{- define "paparazza.backup.pod" -}}
{{- $command := prepend (index . 1) "node" -}}
{{- with index . 0 -}}
metadata:
  labels:
    {{- include "paparazza.labels" (list . "backup") | nindent 4 }}
spec:
  restartPolicy: Never
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.web.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if and (include "paparazza.web.isLocal" .) (not .Values.web.restore.enabled) }}
  # On the site's node: the volume is there, and SQLite shares its write-ahead log through the node's memory.
  affinity:
    podAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels:
              {{- include "paparazza.selector" (list . "web") | nindent 14 }}
  {{- end }}
  securityContext:
    {{- include "paparazza.podSecurity" 10001 | nindent 4 }}
  containers:
    - name: backup
      image: {{ include "paparazza.image" (list . .Values.web.image) }}
      imagePullPolicy: {{ .Values.web.image.pullPolicy }}
      command: {{ toJson $command }}
      env:
        {{- include "paparazza.web.env" . | nindent 8 }}
      resources:
        {{- toYaml .Values.web.backup.resources | nindent 8 }}
      securityContext:
        {{- include "paparazza.containerSecurity" . | nindent 8 }}
      volumeMounts:
        - { name: data, mountPath: /data }
        - { name: backups, mountPath: /backups }
        - { name: tmp, mountPath: /tmp }
  volumes:
    - {{- include "paparazza.web.dataVolume" . | nindent 6 }}
    - name: backups
      persistentVolumeClaim:
        claimName: {{ default (printf "%s-backups" (include "paparazza.fullname" .)) .Values.web.backup.existingClaim }}
    - name: tmp
      emptyDir: { sizeLimit: 128Mi }
{{- end }}
{{- end }}
