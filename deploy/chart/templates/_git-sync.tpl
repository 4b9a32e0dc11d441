{{/*
Brings the repository to /content/current, a symbolic link that git-sync replaces at once: (list . "git-sync-once" true) before the site
starts, (list . "git-sync" false) next to it.
*/}}
{{- define "paparazza.web.gitSync" -}}
{{- $root := index . 0 -}}
{{- $git := $root.Values.web.content.git -}}
- name: {{ index . 1 }}
  image: {{ $git.image }}
  imagePullPolicy: IfNotPresent
  env:
    - name: GITSYNC_REPO
      value: {{ $git.repository | quote }}
    - name: GITSYNC_REF
      value: {{ $git.ref | quote }}
    - name: GITSYNC_ROOT
      value: /content
    - name: GITSYNC_LINK
      value: current
    - name: GITSYNC_DEPTH
      value: "1"
    {{- if index . 2 }}
    - name: GITSYNC_ONE_TIME
      value: "true"
    {{- else }}
    - name: GITSYNC_PERIOD
      value: {{ printf "%ds" (int $git.periodSeconds) }}
    # The site shows what it has while the repository can't be reached.
    - name: GITSYNC_MAX_FAILURES
      value: "-1"
    {{- end }}
  {{- with $git.existingSecret }}
  envFrom:
    - secretRef: { name: {{ . }} }
  {{- end }}
  resources:
    {{- toYaml $git.resources | nindent 4 }}
  securityContext:
    {{- include "paparazza.containerSecurity" $root | nindent 4 }}
  volumeMounts:
    - { name: content, mountPath: /content }
    - { name: git-tmp, mountPath: /tmp }
{{- end }}
