{{/* The variables that the chart itself sets for a component. Given: as for podSpec. */}}
{{- define "policy-advisor.environment" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $kafka := $values.kafka -}}
{{- $reads := and (eq .component "collector") $kafka.brokers -}}
{{- $serves := eq .component "api" -}}
- { name: DATABASE_URL_FILE, value: /etc/policy-advisor/database/url }
{{- if and (has .component (list "api" "worker")) $values.redis.secretName }}
- { name: REDIS_URL_FILE, value: /etc/policy-advisor/redis/url }
{{- end }}
{{- if .port }}
- { name: HOST, value: 0.0.0.0 }
- { name: {{ $serves | ternary "PORT" (printf "%s_HEALTH_PORT" (upper .component)) }}, value: {{ .port | quote }} }
- { name: SHUTDOWN_TIMEOUT, value: {{ printf "%ds" (int $values.shutdownSeconds) | quote }} }
{{- with $values.tracing.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- end }}
{{- if and $serves $values.bootstrapApiKey.secretName }}
- { name: BOOTSTRAP_API_KEY_FILE, value: /etc/policy-advisor/bootstrap-api-key/key }
{{- end }}
{{- if $reads }}
- { name: KAFKA_BROKERS, value: {{ join "," $kafka.brokers | quote }} }
- { name: KAFKA_TOPICS, value: {{ join "," $kafka.topics | quote }} }
- { name: KAFKA_GROUP_ID, value: {{ $kafka.groupId | quote }} }
{{- with $kafka.deadLetterTopic }}
- { name: KAFKA_DEAD_LETTER_TOPIC, value: {{ . | quote }} }
{{- end }}
{{- if $kafka.topicSettings }}
- { name: KAFKA_TOPIC_SETTINGS_FILE, value: /etc/policy-advisor/topics/topics.yaml }
{{- end }}
{{- if $kafka.tls.enabled }}
- { name: KAFKA_TLS, value: 'true' }
{{- if $kafka.tls.secretName }}
- { name: KAFKA_TLS_CA_FILE, value: /etc/policy-advisor/kafka-tls/ca.crt }
{{- if $kafka.tls.mutual }}
- { name: KAFKA_TLS_CERT_FILE, value: /etc/policy-advisor/kafka-tls/tls.crt }
- { name: KAFKA_TLS_KEY_FILE, value: /etc/policy-advisor/kafka-tls/tls.key }
{{- end }}
{{- end }}
{{- end }}
{{- with $kafka.sasl.mechanism }}
- { name: KAFKA_SASL_MECHANISM, value: {{ . | quote }} }
- { name: KAFKA_SASL_USERNAME, value: {{ $kafka.sasl.username | quote }} }
- { name: KAFKA_SASL_PASSWORD_FILE, value: /etc/policy-advisor/kafka-login/password }
{{- end }}
{{- end }}
{{- if and (eq .component "collector") $values.watch.enabled }}
- { name: KUBERNETES_WATCH, value: 'true' }
- { name: KUBERNETES_CLUSTER, value: {{ required "watch.cluster is needed with watch.enabled" $values.watch.cluster | quote }} }
- { name: KUBERNETES_LEASE_NAMESPACE, value: {{ $root.Release.Namespace | quote }} }
- { name: KUBERNETES_LEASE_NAME, value: {{ $values.watch.leaseName | quote }} }
{{- end }}
{{- end -}}

{{/*
The spec of a pod of any component. Given: root, component, entry (a path within dist/), flag (of Node; may be absent),
port (0: none), resources, and values of the component with settings, podLabels … (migrate: none of them).
*/}}
{{- define "policy-advisor.podSpec" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $kafka := $values.kafka -}}
{{- $reads := and (eq .component "collector") $kafka.brokers -}}
{{- $serves := eq .component "api" -}}
{{- $environment := fromYamlArray (include "policy-advisor.environment" .) -}}
{{- $settings := ((.values).settings) | default dict -}}
{{- range $variable := $environment -}}
{{- range $what, $given := dict "settings" $values.settings (printf "%s.settings" $.component) $settings -}}
{{- if hasKey $given $variable.name -}}
{{- fail (printf "%s: %s is set by the chart itself, from its other values" $what $variable.name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
serviceAccountName: {{ include "policy-advisor.name" $root }}-{{ .component }}
automountServiceAccountToken: {{ and (eq .component "collector") $values.watch.enabled }}
# Variables of services in the namespace (KAFKA_PORT=tcp://…) would be taken for settings.
enableServiceLinks: false
{{- with $values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: { type: RuntimeDefault }
{{- if .port }}
terminationGracePeriodSeconds: {{ add $values.shutdownSeconds 5 (ternary ((.values).drainSeconds | default 0) 0 $serves) }}
{{- end }}
containers:
  - name: {{ .component }}
    image: {{ include "policy-advisor.image" $root | quote }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    command: [node, {{ range .flags }}{{ . }}, {{ end }}{{ .entry }}]
    securityContext:
      privileged: false
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities: { drop: [ALL] }
    env: {{- toYaml $environment | nindent 6 }}
      {{- range $name, $value := merge (deepCopy $settings) $values.settings }}
      - { name: {{ $name | quote }}, value: {{ $value | quote }} }
      {{- end }}
    {{- if .port }}
    ports:
      - { name: http, containerPort: {{ .port }} }
    startupProbe:
      httpGet: { path: /healthz, port: http }
      periodSeconds: 2
      failureThreshold: 60
    livenessProbe:
      httpGet: { path: /healthz, port: http }
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 6
    readinessProbe:
      httpGet: { path: /readyz, port: http }
      periodSeconds: 5
      timeoutSeconds: 4
      failureThreshold: 2
    {{- if and $serves .values.drainSeconds }}
    lifecycle:
      preStop:
        # There is no shell in the image, and clusters before 1.29 know no "sleep".
        exec: { command: [node, -e, {{ printf "setTimeout(() => undefined, %d)" (mul 1000 (int .values.drainSeconds)) | quote }}] }
    {{- end }}
    {{- end }}
    resources: {{- toYaml .resources | nindent 6 }}
    volumeMounts:
      - { name: database, mountPath: /etc/policy-advisor/database, readOnly: true }
      {{- if and (has .component (list "api" "worker")) $values.redis.secretName }}
      - { name: redis, mountPath: /etc/policy-advisor/redis, readOnly: true }
      {{- end }}
      {{- if and $serves $values.bootstrapApiKey.secretName }}
      - { name: bootstrap-api-key, mountPath: /etc/policy-advisor/bootstrap-api-key, readOnly: true }
      {{- end }}
      {{- if and $reads $kafka.topicSettings }}
      - { name: topics, mountPath: /etc/policy-advisor/topics, readOnly: true }
      {{- end }}
      {{- if and $reads $kafka.tls.enabled $kafka.tls.secretName }}
      - { name: kafka-tls, mountPath: /etc/policy-advisor/kafka-tls, readOnly: true }
      {{- end }}
      {{- if and $reads $kafka.sasl.mechanism }}
      - { name: kafka-login, mountPath: /etc/policy-advisor/kafka-login, readOnly: true }
      {{- end }}
volumes:
  - name: database
    secret:
      secretName: {{ $values.database.secretName | quote }}
      defaultMode: 0440
      items: [{ key: {{ $values.database.secretKey | quote }}, path: url }]
  {{- if and (has .component (list "api" "worker")) $values.redis.secretName }}
  - name: redis
    secret:
      secretName: {{ $values.redis.secretName | quote }}
      defaultMode: 0440
      items: [{ key: {{ $values.redis.secretKey | quote }}, path: url }]
  {{- end }}
  {{- if and $serves $values.bootstrapApiKey.secretName }}
  - name: bootstrap-api-key
    secret:
      secretName: {{ $values.bootstrapApiKey.secretName | quote }}
      defaultMode: 0440
      items: [{ key: {{ $values.bootstrapApiKey.secretKey | quote }}, path: key }]
  {{- end }}
  {{- if and $reads $kafka.topicSettings }}
  - name: topics
    configMap:
      name: {{ include "policy-advisor.name" $root }}-topics
  {{- end }}
  {{- if and $reads $kafka.tls.enabled $kafka.tls.secretName }}
  - name: kafka-tls
    secret:
      secretName: {{ $kafka.tls.secretName | quote }}
      defaultMode: 0440
  {{- end }}
  {{- if and $reads $kafka.sasl.mechanism }}
  - name: kafka-login
    secret:
      secretName: {{ required "kafka.sasl.secretName is needed with kafka.sasl.mechanism" $kafka.sasl.secretName | quote }}
      defaultMode: 0440
      items: [{ key: {{ $kafka.sasl.secretKey | quote }}, path: password }]
  {{- end }}
{{- with .values }}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
