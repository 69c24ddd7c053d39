import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from '#libs/embedded-services';
import { createCertificates } from './kafka-certificates.js';
import {
  root,
  cache,
  type ServerProcess,
  ServiceUnavailableError,
  startServer,
  works,
} from './server-process.js';

const run = promisify(execFile);
const version = '4.4.0';

/** How to reach the listeners of a test broker. All listeners are of one broker: topics are the same on each. */
export interface KafkaListeners {
  /** Without encryption, without a login. */
  readonly plain: string;
  /** TLS, no login. */
  readonly tls: string;
  /** TLS that asks for a client certificate. */
  readonly mutualTls: string;
  /** TLS with a login: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512. */
  readonly saslTls: string;
  /** The same logins without encryption. */
  readonly saslPlaintext: string;
  /** PEM files. */
  readonly caFile: string;
  readonly clientCertificateFile: string;
  readonly clientKeyFile: string;
  readonly username: string;
  readonly password: string;
}

export interface KafkaBroker extends KafkaListeners {
  /** Ends the broker and removes its data. */
  stop(): Promise<void>;
  /** SIGKILL, as in a crash, or another signal; the data stay. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same data and ports, after kill(). */
  restart(): Promise<void>;
  /** SIGSTOP: connections stay open, nothing answers. */
  pause(): void;
  /** SIGCONT, after pause(). */
  resume(): void;
}

const explanation =
  `The tests run a real Kafka broker (${version}). It needs Java 17 or newer and, once, Maven to fetch it: ` +
  'on Debian "apt-get install openjdk-17-jre-headless maven". ' +
  'Or name a running broker in TEST_KAFKA_BROKERS (host:port,…); tests of TLS and logins need their own all the same.';

function checkJava(): void {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const major = Number.parseInt(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? '', 10);
  if (status !== 0 || !(major >= 17)) throw new ServiceUnavailableError(explanation);
}

/** The folder with Kafka's jar files, fetched by Maven the first time. */
async function jars(): Promise<string> {
  const folder = cache('kafka', version);
  if (existsSync(folder)) return folder;
  if (!works('mvn', '-v')) throw new ServiceUnavailableError(explanation);
  process.stderr.write(`fetching Kafka ${version} with Maven\n`);
  mkdirSync(cache('kafka'), { recursive: true });
  const draft = mkdtempSync(cache('kafka', 'draft-'));
  try {
    await run('mvn', [
      '-q',
      '-B',
      '-f',
      join(root, 'test', 'services', 'kafka', 'pom.xml'),
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${draft}`,
    ]);
    renameSync(draft, folder);
  } catch (error) {
    if (existsSync(folder)) return folder; // another run was faster
    const output =
      error instanceof Error && 'stdout' in error ? String(error.stdout).slice(-2000) : String(error);
    throw new ServiceUnavailableError(`Maven could not fetch Kafka ${version}:\n${output}\n${explanation}`);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

const username = 'policy-advisor';
const password = 'policy-advisor-secret';

interface Ports {
  readonly plain: number;
  readonly tls: number;
  readonly mutualTls: number;
  readonly saslTls: number;
  readonly saslPlaintext: number;
  readonly controller: number;
}

function properties(data: string, ports: Ports, keystore: string, truststore: string): string {
  const listeners: Record<string, readonly [port: number, protocol: string]> = {
    PLAIN: [ports.plain, 'PLAINTEXT'],
    TLS: [ports.tls, 'SSL'],
    MTLS: [ports.mutualTls, 'SSL'],
    SASLTLS: [ports.saslTls, 'SASL_SSL'],
    SASLPLAIN: [ports.saslPlaintext, 'SASL_PLAINTEXT'],
  };
  const addresses = Object.entries(listeners).map(([name, [port]]) => `${name}://127.0.0.1:${port}`);
  const jaas = 'org.apache.kafka.common.security';
  const login = (listener: string): readonly string[] => [
    `listener.name.${listener}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512`,
    `listener.name.${listener}.plain.sasl.jaas.config=${jaas}.plain.PlainLoginModule required user_${username}="${password}";`,
    `listener.name.${listener}.scram-sha-256.sasl.jaas.config=${jaas}.scram.ScramLoginModule required;`,
    `listener.name.${listener}.scram-sha-512.sasl.jaas.config=${jaas}.scram.ScramLoginModule required;`,
  ];
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `log.dirs=${data}`,
    `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `listeners=${addresses.join(',')},CTRL://127.0.0.1:${ports.controller}`,
    `advertised.listeners=${addresses.join(',')}`,
    `listener.security.protocol.map=CTRL:PLAINTEXT,${Object.entries(listeners)
      .map(([name, [, protocol]]) => `${name}:${protocol}`)
      .join(',')}`,
    'controller.listener.names=CTRL',
    'inter.broker.listener.name=PLAIN',
    'ssl.keystore.type=PEM',
    `ssl.keystore.location=${keystore}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${truststore}`,
    'listener.name.tls.ssl.client.auth=none',
    'listener.name.mtls.ssl.client.auth=required',
    ...login('sasltls'),
    ...login('saslplain'),
    'auto.create.topics.enable=false',
    'default.replication.factor=1',
    'min.insync.replicas=1',
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=4',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    // With the default of 9 s each restart on the same data waits until the old registration has expired.
    'broker.session.timeout.ms=1000',
    'broker.heartbeat.interval.ms=200',
    'controlled.shutdown.enable=false',
    'log.cleaner.dedupe.buffer.size=8388608',
    '',
  ].join('\n');
}

/** Starts a Kafka broker (KRaft, one node) of its own: for tests that end it. Others share one: `kafka()` of index.ts. */
export async function startKafka(): Promise<KafkaBroker> {
  checkJava();
  const classpath = join(await jars(), '*');
  const folder = mkdtempSync(join(tmpdir(), 'policy-advisor-kafka-'));
  const certificates = createCertificates(folder);
  const [plain = 0, tls = 0, mutualTls = 0, saslTls = 0, saslPlaintext = 0, controller = 0] =
    await freePorts(6);
  const config = join(folder, 'server.properties');
  writeFileSync(
    config,
    properties(
      join(folder, 'data'),
      { plain, tls, mutualTls, saslTls, saslPlaintext, controller },
      certificates.brokerKeystore,
      certificates.caFile,
    ),
  );
  const logging = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  const start = (): Promise<ServerProcess> =>
    startServer({
      name: 'Kafka',
      command: 'java',
      args: [
        '-Xms128m',
        '-Xmx512m',
        '-XX:+UseSerialGC',
        logging,
        '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
        '-cp',
        classpath,
        'kafka.Kafka',
        config,
      ],
      isReady: (output) => output.includes('Kafka Server started'),
    });
  try {
    await run('java', [
      '-XX:TieredStopAtLevel=1',
      logging,
      '-cp',
      classpath,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      'cG9saWN5LWFkdmlzb3ItdA',
      '-c',
      config, // any cluster id of 16 bytes in base64url
      '--add-scram',
      `SCRAM-SHA-256=[name=${username},password=${password}]`,
      '--add-scram',
      `SCRAM-SHA-512=[name=${username},password=${password}]`,
    ]);
    let broker = await start();
    const address = (port: number): string => `127.0.0.1:${port}`;
    return {
      plain: address(plain),
      tls: address(tls),
      mutualTls: address(mutualTls),
      saslTls: address(saslTls),
      saslPlaintext: address(saslPlaintext),
      caFile: certificates.caFile,
      clientCertificateFile: certificates.clientCertificateFile,
      clientKeyFile: certificates.clientKeyFile,
      username,
      password,
      stop: async () => {
        await broker.stop();
        remove();
      },
      kill: (signal) => broker.kill(signal),
      restart: async () => {
        broker = await start();
      },
      pause: () => broker.pause(),
      resume: () => broker.resume(),
    };
  } catch (error) {
    remove();
    throw error;
  }
}
