// Builds etcd and kube-apiserver 1.24, the last Kubernetes with PodSecurityPolicy, from the Go module proxy.
// node scripts/kubernetes-binaries.mjs
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isProgram, lock, root, say } from './project.mjs';

const module = join(root, 'test', 'services', 'kubernetes-binaries');
// go.mod says which versions; a change of it is a new folder.
const versions = createHash('sha256');
for (const name of ['go.mod', 'go.sum', 'tools.go']) versions.update(readFileSync(join(module, name)));
/** Where the programs lie once they are built. */
export const folder = join(root, '.cache', 'kubernetes', versions.digest('hex').slice(0, 12));

const version = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
  .flatMap((name) => [`-X ${name}.gitVersion=v1.24.17`, `-X ${name}.gitMajor=1`, `-X ${name}.gitMinor=24`])
  .join(' ');

const programs = [
  { name: 'etcd', source: 'go.etcd.io/etcd/server/v3', flags: '-s -w' },
  { name: 'kube-apiserver', source: 'k8s.io/kubernetes/cmd/kube-apiserver', flags: `-s -w ${version}` },
];

/** Compiles one program; Go's own cache keeps what is done, so a build that was broken off goes on where it was. */
async function compile({ name, source, flags }) {
  const started = Date.now();
  const draft = join(folder, `${name}.new`);
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
  renameSync(draft, join(folder, name));
  say(`${name} built, ${elapsed()}`);
}

export async function buildKubernetes() {
  const missing = () => programs.filter(({ name }) => !existsSync(join(folder, name)));
  if (missing().length === 0) return;
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) {
    say(
      `the tests against a real Kubernetes API server need ${programs.map(({ name }) => name).join(' and ')} in\n` +
        `  ${folder}\n` +
        '  They are compiled from the Go module proxy: install Go 1.21 or newer and run this again,\n' +
        '  or run "node scripts/kubernetes-binaries.mjs" on a machine that has Go, and copy that folder here.\n' +
        '  It takes about 6 minutes and 6 GB of disk the first time.',
    );
    process.exit(1);
  }
  const unlock = await lock('kubernetes', 'building Kubernetes');
  try {
    mkdirSync(folder, { recursive: true });
    const todo = missing();
    if (todo.length > 0)
      say(`building ${todo.map(({ name }) => name).join(' and ')} (about 6 minutes the first time)`);
    for (const program of todo) await compile(program);
  } finally {
    unlock();
  }
}

if (isProgram(import.meta.url)) await buildKubernetes();
