{{/* Deployment, PodDisruptionBudget and HorizontalPodAutoscaler of a component. Given: as for podSpec. */}}
{{- define "policy-advisor.component" -}}
{{- $name := printf "%s-%s" (include "policy-advisor.name" .root) .component -}}
{{- $labels := fromYaml (include "policy-advisor.labels" .) -}}
{{- include "policy-advisor.refuse" (dict "what" (printf "%s.podLabels" .component) "given" .values.podLabels "own" $labels) -}}
{{- include "policy-advisor.refuse" (dict "what" (printf "%s.podAnnotations" .component) "given" .values.podAnnotations "own" (dict "checksum/topics" "")) -}}
{{- with .values.autoscaling -}}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- fail (printf "%s.autoscaling: minReplicas (%d) is above maxReplicas (%d)" $.component (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- end -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels: {{- include "policy-advisor.labels" . | nindent 4 }}
spec:
  {{- if not .values.autoscaling.enabled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  selector:
    matchLabels: {{- include "policy-advisor.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- with .values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- include "policy-advisor.labels" . | nindent 8 }}
      annotations:
        {{- if and (eq .component "collector") .root.Values.kafka.topicSettings }}
        checksum/topics: {{ toYaml .root.Values.kafka.topicSettings | sha256sum | quote }}
        {{- end }}
        {{- with .values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- include "policy-advisor.podSpec" (merge (dict "resources" .values.resources) .) | nindent 6 }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "policy-advisor.selector" . | nindent 14 }}
{{- if .values.disruptionBudget.enabled }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels: {{- include "policy-advisor.labels" . | nindent 4 }}
spec:
  maxUnavailable: {{ .values.disruptionBudget.maxUnavailable }}
  selector:
    matchLabels: {{- include "policy-advisor.selector" . | nindent 6 }}
{{- end }}
{{- if .values.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels: {{- include "policy-advisor.labels" . | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ $name }} }
  minReplicas: {{ .values.autoscaling.minReplicas }}
  maxReplicas: {{ .values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ .values.autoscaling.cpuUtilization }} }
  behavior:
    # Rebalances and returned jobs cost: go down slowly.
    scaleDown: { stabilizationWindowSeconds: 600 }
{{- end }}
{{- end -}}
