{{- define "policy-advisor.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "policy-advisor.labels" -}}
{{ include "policy-advisor.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{- define "policy-advisor.selector" -}}
app.kubernetes.io/name: policy-advisor
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "policy-advisor.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository (default .Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{/* Fails where values have a name that the chart gives itself. Given: what the values are called, given, own. */}}
{{- define "policy-advisor.refuse" -}}
{{- range $name, $_ := .given -}}
{{- if hasKey $.own $name -}}
{{- fail (printf "%s: %s is set by the chart itself" $.what $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
