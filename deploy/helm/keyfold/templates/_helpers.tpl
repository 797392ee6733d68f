{{- /* Short enough for a Service's name with `-metrics` behind it. */ -}}
{{- define "keyfold.name" -}}
{{- if contains "keyfold" .Release.Name }}{{ .Release.Name | trunc 55 | trimSuffix "-" }}{{ else }}{{ printf "%s-keyfold" .Release.Name | trunc 55 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "keyfold.selector" -}}
app.kubernetes.io/name: keyfold
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "keyfold.labels" -}}
{{ include "keyfold.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* A setting's variable: limits.batch is KEYFOLD__SERVER__LIMITS__BATCH. */ -}}
{{- define "keyfold.variable" -}}
KEYFOLD__SERVER__{{ . | replace "." "__" | upper }}
{{- end }}
