import type { Config } from './config.js';

/** Settings as far as they could be read; a mistake in one leaves it undefined. */
export type PartialConfig = { readonly [T in keyof Config]: Partial<Config[T]> };

interface Rule {
  /** The settings that the rule reads: where one of them is itself a mistake, the rule says nothing. */
  readonly reads: readonly string[];
  readonly message: string;
  readonly broken: (config: PartialConfig) => boolean;
}

/** What no single setting can say. Each rule is about settings that are valid one by one. */
const rules: readonly Rule[] = [
  {
    reads: ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
    message:
      'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD (or KAFKA_SASL_PASSWORD_FILE)',
    broken: ({ kafka }) =>
      kafka.saslMechanism !== undefined &&
      (kafka.saslUsername === undefined || kafka.saslPassword === undefined),
  },
  {
    reads: ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'],
    message: 'KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD need KAFKA_SASL_MECHANISM',
    broken: ({ kafka }) =>
      kafka.saslMechanism === undefined &&
      (kafka.saslUsername !== undefined || kafka.saslPassword !== undefined),
  },
  {
    reads: ['KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_KEY_FILE'],
    message: 'KAFKA_TLS_CERT_FILE and KAFKA_TLS_KEY_FILE need each other',
    broken: ({ kafka }) => (kafka.tlsCertificate === undefined) !== (kafka.tlsKey === undefined),
  },
  {
    reads: ['KAFKA_TLS', 'KAFKA_TLS_CA_FILE', 'KAFKA_TLS_CERT_FILE', 'KAFKA_TLS_SERVER_NAME'],
    message: 'KAFKA_TLS_CA_FILE, KAFKA_TLS_CERT_FILE and KAFKA_TLS_SERVER_NAME need KAFKA_TLS=true',
    broken: ({ kafka }) =>
      kafka.tls === false &&
      (kafka.tlsCa !== undefined || kafka.tlsCertificate !== undefined || kafka.tlsServerName !== undefined),
  },
  {
    reads: ['KAFKA_TOPICS', 'KAFKA_DEAD_LETTER_TOPIC'],
    message: 'KAFKA_DEAD_LETTER_TOPIC must not be one of KAFKA_TOPICS',
    broken: ({ kafka }) =>
      kafka.deadLetterTopic !== undefined && kafka.topics?.includes(kafka.deadLetterTopic) === true,
  },
  {
    reads: ['OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_BINDINGS_FILE'],
    message: 'OIDC_ISSUER, OIDC_AUDIENCE and OIDC_BINDINGS_FILE need each other',
    broken: ({ oidc }) => {
      const set = [oidc.issuer, oidc.audience, oidc.bindings].filter((value) => value !== undefined);
      return set.length > 0 && set.length < 3;
    },
  },
  {
    reads: ['KUBERNETES_WATCH', 'KUBERNETES_CLUSTER'],
    message: 'KUBERNETES_WATCH=true needs KUBERNETES_CLUSTER',
    broken: ({ kubernetes }) => kubernetes.watch === true && kubernetes.cluster === undefined,
  },
];

/** The messages of the rules that a configuration breaks. `mistaken`: names of settings that could not be read. */
export function crossFieldMistakes(config: PartialConfig, mistaken: ReadonlySet<string>): readonly string[] {
  return rules
    .filter((rule) => !rule.reads.some((name) => mistaken.has(name)) && rule.broken(config))
    .map((rule) => rule.message);
}

/** What is allowed, but rarely meant. */
export function crossFieldWarnings({ kafka, http, oidc }: Config): readonly string[] {
  const warnings: string[] = [];
  if (kafka.saslMechanism !== undefined && !kafka.tls) {
    warnings.push('KAFKA_SASL_MECHANISM without KAFKA_TLS=true: the login crosses the network unencrypted');
  }
  if ([oidc.issuer, oidc.keysUrl].some((url) => url?.startsWith('http:') === true)) {
    warnings.push('OIDC_ISSUER or OIDC_JWKS_URL without TLS: whoever is on the way can make tokens');
  }
  if (http.host === '0.0.0.0' || http.host === '::') {
    warnings.push(
      'HOST listens on all interfaces: put TLS in front, API keys cross the network otherwise readable',
    );
  }
  return warnings;
}
