// Builds etcd and kube-apiserver 1.24, the last Kubernetes with PodSecurityPolicy, and Helm, from the Go module proxy.
// node scripts/kubernetes-binaries.mjs
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, lock, root, say } from './project.mjs';

/** A Go module below test/services, and where its programs lie once they are built: a change of go.mod is a new folder. */
function goModule(name, cache) {
  const module = join(root, 'test', 'services', name);
  const versions = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'tools.go']) versions.update(readFileSync(join(module, file)));
  return { module, folder: join(root, '.cache', cache, versions.digest('hex').slice(0, 12)) };
}

const kubernetes = goModule('kubernetes-binaries', 'kubernetes');
const helm = goModule('helm', 'helm');
/** The folder of etcd and kube-apiserver. */
export const { folder } = kubernetes;
/** The program of Helm. */
export const helmProgram = join(helm.folder, 'helm');

const version = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
  .flatMap((name) => [`-X ${name}.gitVersion=v1.24.17`, `-X ${name}.gitMajor=1`, `-X ${name}.gitMinor=24`])
  .join(' ');

const programs = [
  { ...kubernetes, name: 'etcd', source: 'go.etcd.io/etcd/server/v3', flags: '-s -w' },
  {
    ...kubernetes,
    name: 'kube-apiserver',
    source: 'k8s.io/kubernetes/cmd/kube-apiserver',
    flags: `-s -w ${version}`,
  },
  { ...helm, name: 'helm', source: 'helm.sh/helm/v3/cmd/helm', flags: '-s -w' },
];

/** Compiles one program; Go's own cache keeps what is done, so a build that was broken off goes on where it was. */
async function compile({ module, folder: target, name, source, flags }) {
  const started = Date.now();
  mkdirSync(target, { recursive: true });
  const draft = join(target, `${name}.new`);
  // One package at a time: two would need more memory than small machines have.
  const child = spawn(
    'go',
    ['build', '-mod=readonly', '-v', '-p', '1', '-trimpath', '-ldflags', flags, '-o', draft, source],
    {
      cwd: module,
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GO111MODULE: 'on' },
      stdio: ['ignore', 2, 'pipe'],
    },
  );
  let packages = 0;
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    packages += text.split('\n').length - 1;
    output = (output + text).slice(-3000);
  });
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const progress = setInterval(() => say(`${name}: ${packages} packages, ${elapsed()}`), 20_000);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  clearInterval(progress);
  if (code !== 0) {
    say(`${name} could not be built:\n${output}`);
    process.exit(1);
  }
  renameSync(draft, join(target, name));
  say(`${name} built, ${elapsed()}`);
}

export async function buildKubernetes() {
  const missing = () => programs.filter(({ folder: target, name }) => !existsSync(join(target, name)));
  if (missing().length === 0) return;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
    say(
      `the tests against a real Kubernetes API server need\n` +
        `${programs.map(({ folder: target, name }) => `  ${join(target, name)}\n`).join('')}` +
        '  They are compiled from the Go module proxy: install Go 1.23 or newer and run this again,\n' +
        '  or run "node scripts/kubernetes-binaries.mjs" on a machine that has Go, and copy those files here.\n' +
        '  It takes about 6 minutes and 6 GB of disk the first time.',
    );
    process.exit(1);
  }
  const unlock = await lock('kubernetes', 'building Kubernetes');
  try {
    const todo = missing();
    if (todo.length > 0)
      say(`building ${todo.map(({ name }) => name).join(' and ')} (about 6 minutes the first time)`);
    for (const program of todo) await compile(program);
  } finally {
    unlock();
  }
}

if (isProgram(import.meta.url)) await buildKubernetes();
