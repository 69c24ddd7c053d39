import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, normalize, relative } from 'node:path';
import { z } from 'zod';
import { root as project } from '../services/server-process.js';
import { readDockerfile, readIgnoreFile, type Stage } from './dockerfile.js';

/** Whom the steps run as, where these tests run as root: an id that nobody has. Else as who runs the tests. */
const user = process.getuid?.() === 0 ? { uid: 65_532, gid: 65_532 } : {};

/** What comes out of a Dockerfile: a folder that stands for the root of its file system, and how to start a process. */
export interface Image {
  readonly root: string;
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly command: readonly string[];
  /** Options for a process in it: without anything of this machine's environment, and not as root. */
  readonly spawnOptions: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly uid?: number;
    readonly gid?: number;
  };
}

interface Built extends Image {
  readonly name: string | undefined;
}

/**
 * Runs the steps of the Dockerfile in a folder of their own, one folder for each stage, as somebody who is not root. What
 * can't be had without a registry of images is its base images: of the one for building, Node is what package-lock.json
 * pins, npm and the shell are this machine's; the one for running is empty.
 */
export function buildImage(folder = mkdtempSync(join(tmpdir(), 'policy-advisor-image-'))): Image {
  const dockerfile = readFileSync(join(project, 'deploy', 'docker', 'Dockerfile'), 'utf8');
  chmodSync(folder, 0o755);
  const built: Built[] = [];
  for (const [at, stage] of readDockerfile(dockerfile).entries())
    built.push(buildStage(stage, join(folder, `stage-${at}`), built, folder));
  const image = built.at(-1);
  if (image === undefined) throw new Error('the Dockerfile has no stage');
  makeReadOnly(image.root);
  return image;
}

function buildStage(stage: Stage, root: string, others: readonly Built[], folder: string): Built {
  const isForBuilding = stage.base.startsWith('node:');
  mkdirSync(join(root, 'usr', 'local', 'bin'), { recursive: true });
  if (isForBuilding)
    cpSync(process.execPath, join(root, 'usr', 'local', 'bin', 'node'), { dereference: true });
  const environment: Record<string, string> = {};
  let directory = '/';
  let runsAs: string | undefined;
  let command: readonly string[] = [];
  const path = (text: string): string =>
    join(root, isAbsolute(text) ? text : normalize(join(directory, text)));
  for (const { name, text } of stage.instructions) {
    switch (name) {
      case 'WORKDIR':
        directory = text;
        mkdirSync(path('.'), { recursive: true });
        break;
      case 'COPY':
        copy(text, path, others);
        break;
      case 'RUN':
        giveTo(root);
        run(text, path('.'), { ...buildEnvironment(root, folder), ...environment });
        break;
      case 'ENV': {
        // Of several `=` the first parts the two.
        const [variable = '', ...value] = text.split('=');
        environment[variable] = value.join('=');
        break;
      }
      case 'USER':
        runsAs = text;
        break;
      case 'CMD':
        command = z.array(z.string()).parse(JSON.parse(text));
        break;
      case 'EXPOSE':
      case 'LABEL':
        break;
      default:
        throw new Error(`${name} is not known here`);
    }
  }
  return {
    name: stage.name,
    root,
    workingDirectory: directory,
    environment,
    user: runsAs,
    command,
    spawnOptions: {
      cwd: path('.'),
      env: { PATH: join(root, 'usr', 'local', 'bin'), ...environment },
      ...user,
    },
  };
}

const isSent = readIgnoreFile(
  readFileSync(join(project, 'deploy', 'docker', 'Dockerfile.dockerignore'), 'utf8'),
);

function copy(text: string, path: (text: string) => string, others: readonly Built[]): void {
  const words = text.split(/\s+/);
  const from = /^--from=(.*)$/.exec(words[0] ?? '')?.[1];
  const [target = '', ...sources] = words.slice(from === undefined ? 0 : 1).toReversed();
  const origin = from === undefined ? project : others.find(({ name }) => name === from)?.root;
  if (origin === undefined) throw new Error(`COPY ${text}: there is no stage ${from}`);
  for (const source of sources) {
    if (from === undefined && !isSent(source))
      throw new Error(`COPY ${text}: .dockerignore keeps ${source} back`);
    cpSync(join(origin, source), target.endsWith('/') ? join(path(target), source) : path(target), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => from !== undefined || isSent(relative(project, file)),
    });
  }
}

/** npm as this machine has set it up, with a home of its own. */
function buildEnvironment(root: string, folder: string): Record<string, string> {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  giveTo(home);
  const registry = spawnSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).stdout.trim();
  const network = Object.entries(process.env).filter(([name]) => /(_proxy|_CERTS?|_CERT_FILE)$/i.test(name));
  return {
    ...Object.fromEntries(network.map(([name, value]) => [name, value ?? ''])),
    PATH: `${join(root, 'usr', 'local', 'bin')}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    npm_config_registry: registry,
  };
}

function run(command: string, cwd: string, env: Readonly<Record<string, string>>): void {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
    cwd,
    env,
    ...user,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}:\n${stdout}${stderr}`);
}

function everyFile(folder: string, visit: (path: string, isLink: boolean) => void): void {
  visit(folder, false);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) everyFile(path, visit);
    else visit(path, entry.isSymbolicLink());
  }
}

function giveTo(folder: string): void {
  const { uid, gid } = user;
  if (uid !== undefined && gid !== undefined)
    everyFile(folder, (path, isLink) => {
      if (!isLink) chownSync(path, uid, gid);
    });
}

/** As the files of an image belong to root, and containers run with a file system that can only be read. */
function makeReadOnly(folder: string): void {
  everyFile(folder, (path, isLink) => {
    if (!isLink) chmodSync(path, statSync(path).mode & 0o555);
  });
}

/** Removes the folder that `buildImage` was given or made. */
export function removeImage({ root }: Image): void {
  everyFile(root, (path, isLink) => {
    if (!isLink) chmodSync(path, statSync(path).mode | 0o200);
  });
  rmSync(dirname(root), { recursive: true });
}
