import { existsSync, readFileSync } from 'node:fs';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { loadConfig } from '#libs/platform';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const folder = new URL('../../deploy/compose/', import.meta.url);
const service = z.looseObject({
  image: z.string(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
});
const compose = z
  .looseObject({
    services: z.record(z.string(), service),
    volumes: z.record(z.string(), z.unknown()),
    networks: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
  })
  .parse(
    load(readFileSync(new URL('compose.yaml', folder), 'utf8'), { schema: CORE_SCHEMA.withTags(mergeTag) }),
  );
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('policy-advisor:'));

describe('the services of compose', () => {
  it('are the processes, what they need, and the two that prepare it', () => {
    expect(services.map(([name]) => name).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      'api',
      'collector',
      'kafka',
      'migrate',
      'postgres',
      'redis',
      'topics',
      'worker',
    ]);
    expect(ours.map(([name]) => name)).toEqual(['migrate', 'api', 'worker', 'collector']);
  });

  it.each(ours)(
    '%s starts what is there, with settings that are valid and no others',
    (name, { command, environment }) => {
      const [node, ...rest] = command ?? [];
      const source = (rest.at(-1) ?? '').replace(/^dist\/(.*)\.js$/, '../../$1.ts');
      expect([node, existsSync(new URL(source, import.meta.url))]).toEqual(['node', true]);
      expect(rest.slice(0, -1)).toEqual(
        name === 'collector'
          ? [
              '--max-old-space-size=768',
              '--initial-old-space-size=192',
              '--min-semi-space-size=16',
              '--single-threaded-gc',
              '--no-incremental-marking',
              '--no-allocation-site-pretenuring',
            ]
          : [],
      );
      const warnings: string[] = [];
      const filledIn = Object.entries(environment).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{\w+:\?[^}]*\}/g, 'x'.repeat(32)),
      ]);
      loadConfig(Object.fromEntries(filledIn), {
        readFile: () => 'k'.repeat(32),
        onWarning: (warning) => warnings.push(warning),
      });
      expect(warnings).toEqual([]);
    },
  );

  it.each(ours)('%s can write nothing, and has no capability', (_, each) => {
    expect([each.read_only, each.cap_drop, each.security_opt]).toEqual([
      true,
      ['ALL'],
      ['no-new-privileges:true'],
    ]);
  });

  it('have health checks where they go on, and wait for what they need to be healthy or done', () => {
    const once = new Set(['migrate', 'topics']);
    expect(
      services.filter(([name, { healthcheck }]) => once.has(name) === (healthcheck !== undefined)),
    ).toEqual([]);
    const waits = services.flatMap(([name, { depends_on: needs }]) =>
      Object.entries(needs).map(([needed, { condition }]) => ({ name, needed, condition })),
    );
    const expected = (needed: string): string =>
      once.has(needed) ? 'service_completed_successfully' : 'service_healthy';
    expect(waits.filter(({ needed, condition }) => condition !== expected(needed))).toEqual([]);
  });

  it('probe the ports that their processes listen on', () => {
    const probed = ours.flatMap(([name, { healthcheck, environment }]) => {
      const port = /127\.0\.0\.1:(\d+)\/readyz/.exec(healthcheck?.test.at(-1) ?? '')?.[1];
      const listens =
        environment['PORT'] ?? environment['WORKER_HEALTH_PORT'] ?? environment['COLLECTOR_HEALTH_PORT'];
      return port === listens ? [] : [{ name, port, listens }];
    });
    expect(probed).toEqual([]);
  });

  it('are of images of one version each, and refer to nothing that is not defined', () => {
    expect(
      services.filter(([, { image, build }]) => build === undefined && !/:[\w.${}:-]+$/.test(image)),
    ).toEqual([]);
    for (const [, { networks, volumes, secrets }] of services) {
      expect(networks.filter((name) => !(name in compose.networks))).toEqual([]);
      expect(volumes.filter((text) => !((text.split(':')[0] ?? '') in compose.volumes))).toEqual([]);
      expect(secrets.filter((name) => !(name in compose.secrets))).toEqual([]);
    }
  });

  it('are reached from this machine alone, and hold no secret: those come from .env, which has no default', () => {
    expect(
      services.flatMap(([, { ports }]) => ports).filter((port) => !port.startsWith('127.0.0.1:')),
    ).toEqual([]);
    const text = readFileSync(new URL('compose.yaml', folder), 'utf8');
    const asked = [...text.matchAll(/(?<!\$)\$\{(\w+)(:[?-])/g)].map(([, name = '', kind]) => [name, kind]);
    const secrets = new Set(asked.filter(([, kind]) => kind === ':?').map(([name]) => name));
    const example = readFileSync(new URL('.env.example', folder), 'utf8');
    const given = [...example.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
    expect(given).toEqual([...secrets].map((name) => [name, '']));
    expect(readFileSync(new URL('.gitignore', folder), 'utf8').split('\n')).toEqual(
      expect.arrayContaining(['.env', ...Object.values(compose.secrets).map(({ file }) => file)]),
    );
  });
});
