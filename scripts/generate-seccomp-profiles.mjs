/**
 * Writes the default seccomp profiles of container runtimes as data (libs/advisor/src/seccomp-defaults/*.ts), from the
 * runtimes' own Go modules. Needs Go and the Go module proxy; run by hand when a version is added:
 *
 *   node scripts/generate-seccomp-profiles.mjs
 *
 * Docker (moby/profiles) and CRI-O (containers/common) publish theirs as JSON with conditions. containerd's is a
 * function of architecture and capabilities: it is run for each of them, and the conditions are read off the answers.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, 'libs/advisor/src/seccomp-defaults');

const ARCHITECTURES = ['386', 'amd64', 'arm', 'arm64', 'ppc64le', 'riscv64', 's390x'];
const CAPABILITIES = [
  'DAC_READ_SEARCH',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_CHROOT',
  'SYS_MODULE',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'SYS_NICE',
  'SYSLOG',
  'BPF',
  'PERFMON',
  'AUDIT_WRITE',
  'NET_ADMIN',
];

const PROFILES = [
  {
    file: 'containerd-1-6',
    runtime: 'containerd',
    module: 'github.com/containerd/containerd',
    version: 'v1.6.38',
  },
  {
    file: 'containerd-2-1',
    runtime: 'containerd',
    module: 'github.com/containerd/containerd/v2',
    version: 'v2.1.0',
  },
  {
    file: 'docker',
    runtime: 'docker',
    module: 'github.com/moby/profiles/seccomp',
    version: 'v0.3.0',
    path: 'default.json',
  },
  {
    file: 'cri-o',
    runtime: 'cri-o',
    module: 'github.com/containers/common',
    version: 'v0.62.0',
    path: 'pkg/seccomp/seccomp.json',
  },
];

const program = `package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/opencontainers/runtime-spec/specs-go"
	"profiles/seccomp"
)

func main() {
	answers := map[string]map[string][]specs.LinuxSyscall{}
	for _, architecture := range strings.Split(os.Args[1], ",") {
		answers[architecture] = map[string][]specs.LinuxSyscall{}
		for _, capability := range append([]string{""}, strings.Split(os.Args[2], ",")...) {
			held := []string{}
			if capability != "" {
				held = append(held, "CAP_"+capability)
			}
			seccomp.Architecture = architecture
			spec := &specs.Spec{Process: &specs.Process{Capabilities: &specs.LinuxCapabilities{Bounding: held}}}
			answers[architecture][capability] = seccomp.DefaultProfile(spec).Syscalls
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		panic(err)
	}
}
`;

mkdirSync(target, { recursive: true });
for (const profile of PROFILES) {
  const dir = moduleDirectory(profile.module, profile.version);
  const source = profile.path ?? 'contrib/seccomp/seccomp_default.go';
  const data =
    profile.path === undefined
      ? askContainerd(profile, dir)
      : fromConditions(JSON.parse(readFileSync(join(dir, profile.path), 'utf8')));
  writeFileSync(join(target, `${profile.file}.ts`), render(profile, source, data));
  console.log(`${profile.file}: ${data.rules.length} rules`);
}

function moduleDirectory(module, version) {
  const out = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { encoding: 'utf8' });
  return JSON.parse(out).Dir;
}

/** Docker's and CRI-O's JSON: conditions stand in `includes` and `excludes`. */
function fromConditions(json) {
  const rules = json.syscalls.map((rule) => ({
    names: [...(rule.names ?? [rule.name])].sort(bytewise),
    action: actionOf(rule),
    args: (rule.args ?? []).map(argumentOf),
    capabilities: plain(rule.includes?.caps),
    withoutCapabilities: plain(rule.excludes?.caps),
    architectures: sorted(rule.includes?.arches),
    notArchitectures: sorted(rule.excludes?.arches),
    minKernel: rule.includes?.minKernel,
  }));
  return { defaultErrno: json.defaultErrnoRet ?? 1, rules };
}

/** Asks containerd's function for every architecture, without capabilities and with each alone. */
function askContainerd({ module, version }, dir) {
  const work = mkdtempSync(join(tmpdir(), 'seccomp-profiles-'));
  try {
    mkdirSync(join(work, 'seccomp'));
    const contrib = join(dir, 'contrib/seccomp');
    const own = `${module}/contrib/seccomp/kernelversion`;
    for (const name of readdirSync(contrib)) {
      if (!name.endsWith('.go') || name.endsWith('_test.go') || name.includes('unsupported')) continue;
      const text = readFileSync(join(contrib, name), 'utf8')
        .replaceAll('runtime.GOARCH', 'Architecture')
        .replace('\t"runtime"\n', '')
        .replace(`"${own}"`, '"profiles/kernelversion"');
      if (name === 'seccomp_default.go')
        writeFileSync(join(work, 'seccomp', name), `${text}\nvar Architecture string\n`);
    }
    const kernelVersion = [join(contrib, 'kernelversion'), join(dir, 'pkg/kernelversion')];
    for (const each of kernelVersion) {
      try {
        cpSync(each, join(work, 'kernelversion'), {
          recursive: true,
          filter: (path) => !path.endsWith('_test.go'),
        });
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
    }
    const renamed = readFileSync(join(work, 'seccomp/seccomp_default.go'), 'utf8').replace(
      `"${module}/pkg/kernelversion"`,
      '"profiles/kernelversion"',
    );
    writeFileSync(join(work, 'seccomp/seccomp_default.go'), renamed);
    writeFileSync(join(work, 'main.go'), program);
    writeFileSync(join(work, 'go.mod'), `module profiles\n\ngo 1.21\n`);
    execFileSync('go', ['mod', 'tidy'], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
    const out = execFileSync('go', ['run', '.', ARCHITECTURES.join(','), CAPABILITIES.join(',')], {
      cwd: work,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return conditionsOf(JSON.parse(out), `${module}@${version}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** answers[architecture][capability or ""] → rules; a rule's conditions are where it occurs. */
function conditionsOf(answers, what) {
  const byRule = new Map();
  for (const architecture of ARCHITECTURES) {
    for (const capability of ['', ...CAPABILITIES]) {
      for (const rule of answers[architecture][capability]) {
        const plainRule = {
          names: [...rule.names].sort(bytewise),
          action: actionOf(rule),
          args: (rule.args ?? []).map(argumentOf),
        };
        const key = JSON.stringify(plainRule);
        const entry = byRule.get(key) ?? { rule: plainRule, where: new Map() };
        byRule.set(key, entry);
        if (!entry.where.has(architecture)) entry.where.set(architecture, new Set());
        entry.where.get(architecture).add(capability);
      }
    }
  }
  const rules = [...byRule.values()].map(({ rule, where }) => {
    const architectures = [...where.keys()].sort(bytewise);
    const [first] = where.values();
    for (const held of where.values()) {
      if ([...held].join() !== [...first].join())
        throw new Error(`${what}: capabilities depend on the architecture`);
    }
    const always = first.has('');
    const missing = CAPABILITIES.filter((capability) => !first.has(capability));
    if (!always && first.size !== 1) throw new Error(`${what}: a rule for several capabilities`);
    return {
      ...rule,
      capabilities: always ? [] : [...first],
      withoutCapabilities: always ? missing : [],
      architectures: architectures.length === ARCHITECTURES.length ? [] : architectures,
      notArchitectures: [],
    };
  });
  return { defaultErrno: 1, rules };
}

function actionOf(rule) {
  if (rule.action === 'SCMP_ACT_ALLOW') return 'allow';
  if (rule.action === 'SCMP_ACT_ERRNO') return rule.errnoRet === 38 ? 'enosys' : 'errno';
  throw new Error(`unexpected action ${rule.action}`);
}

function argumentOf({ index, value, valueTwo = 0, op }) {
  return { index, value, ...(valueTwo === 0 ? {} : { valueTwo }), op };
}

function plain(capabilities) {
  return sorted(capabilities).map((name) => name.replace(/^CAP_/, ''));
}

function sorted(values) {
  return [...(values ?? [])].sort(bytewise);
}

function render({ file, runtime, module, version }, source, { defaultErrno, rules }) {
  const name = file.replaceAll(/-(.)/g, (_, character) => character.toUpperCase());
  const lines = rules.map((rule) => {
    const parts = [`names: names(\`${wrap(rule.names.join(' '))}\`)`, `action: '${rule.action}'`];
    if (rule.args.length > 0) parts.push(`args: ${JSON.stringify(rule.args)}`);
    for (const key of ['capabilities', 'withoutCapabilities', 'architectures', 'notArchitectures']) {
      if (rule[key].length > 0) parts.push(`${key}: ${JSON.stringify(rule[key])}`);
    }
    if (rule.minKernel !== undefined) parts.push(`minKernel: '${rule.minKernel}'`);
    return `{ ${parts.join(', ')} }`;
  });
  const text = `// Written by scripts/generate-seccomp-profiles.mjs; don't edit.
// Source: ${source} of Go module ${module} ${version} (Apache-2.0).
import { names, type RuntimeSeccompProfile } from '../seccomp-profiles/runtime-seccomp-profile.js';

export const ${name}: RuntimeSeccompProfile = {
  runtime: '${runtime}', module: '${module}', version: '${version}', defaultErrno: ${defaultErrno},
  rules: [${lines.join(', ')}],
};
`;
  const scratch = join(target, `${file}.ts`);
  writeFileSync(scratch, text);
  execFileSync(process.execPath, [join(root, 'node_modules/prettier/bin/prettier.cjs'), '--write', scratch], {
    stdio: 'ignore',
  });
  return readFileSync(scratch, 'utf8');
}

function wrap(text) {
  if (text.length <= 80) return text;
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line.length + word.length + 1 > 100) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return `\n${lines.join('\n')}\n`;
}

/** All that is sorted here is ASCII. */
function bytewise(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
