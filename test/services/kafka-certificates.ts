import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceUnavailableError, works } from './server-process.js';

export interface Certificates {
  /** PEM files: the authority that signed the broker's certificate, and what a client shows. */
  readonly caFile: string;
  readonly clientCertificateFile: string;
  readonly clientKeyFile: string;
  /** For the broker: its private key (PKCS#8) and certificate in one file. */
  readonly brokerKeystore: string;
}

/** A certificate authority, a broker certificate for 127.0.0.1 and localhost, and a client certificate, in `folder`. */
export function createCertificates(folder: string): Certificates {
  if (!works('openssl', 'version')) {
    throw new ServiceUnavailableError(
      'The TLS tests of Kafka need openssl on the PATH (Debian: apt-get install openssl).',
    );
  }
  const path = (name: string): string => join(folder, name);
  const text = (name: string): string => readFileSync(path(name), 'utf8');
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const newKey = (name: string): void =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', `${name}.key`);

  newKey('ca');
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    'ca.key',
    '-subj',
    '/CN=policy-advisor test CA',
    '-days',
    '2',
    '-out',
    'ca.pem',
  );
  for (const [name, extensions] of [
    ['broker', 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n'],
    ['client', 'extendedKeyUsage=clientAuth\n'],
  ] as const) {
    newKey(name);
    writeFileSync(path(`${name}.ext`), extensions);
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${name}`, '-out', `${name}.csr`);
    openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.pem',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
  }
  writeFileSync(path('broker-keystore.pem'), text('broker.key') + text('broker.pem'), { mode: 0o600 });
  return {
    caFile: path('ca.pem'),
    clientCertificateFile: path('client.pem'),
    clientKeyFile: path('client.key'),
    brokerKeystore: path('broker-keystore.pem'),
  };
}
