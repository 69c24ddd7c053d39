import { StaleTermError, watchedResources } from '#libs/inventory';
import { describe, expect, it } from 'vitest';
import { KubernetesApiError, SilentWatchError } from './kubernetes-api.js';
import { Reflector, type ReflectorParts } from './reflector.js';

/** What a scripted API server answers to the next requests, and what became of them. */
interface Script {
  /** By path, one answer for each request; the last one stays. */
  readonly lists: Readonly<Record<string, readonly (object | KubernetesApiError)[]>>;
  /** Lines of one watch after the other, or why there is none; an error among them breaks it off. When they are used up the reflector is stopped. */
  readonly watches?: readonly (readonly (object | Error)[] | Error)[];
  readonly elapsed?: () => number;
  readonly store?: ReflectorParts['inventory']['store'];
}

function reflect(kind: string, script: Script) {
  const resource = watchedResources.find((each) => each.kind === kind);
  if (resource === undefined) throw new Error(`${kind} is not watched`);
  const log: string[] = [];
  const pauses: number[] = [];
  const stop = new AbortController();
  const lists = new Map(Object.entries(script.lists).map(([path, answers]) => [path, [...answers]]));
  const watches = [...(script.watches ?? [])];
  const names = (objects: readonly Readonly<Record<string, unknown>>[]) =>
    objects.map(({ metadata }) => Object(metadata).name);
  const reflector = new Reflector(resource, {
    api: {
      request: (_method, path, { query }) => {
        const answers = lists.get(path) ?? [];
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        const of = query?.['fieldSelector'] === undefined ? '' : ` of ${query['fieldSelector']}`;
        const from = query?.['continue'] === undefined ? '' : ` from ${query['continue']}`;
        log.push(`list ${path}${of}${from}`);
        return answer instanceof Error || answer === undefined
          ? Promise.reject(answer ?? new KubernetesApiError(404, 'not found'))
          : Promise.resolve(answer);
      },
      watch: (path, query) => {
        const of = query['fieldSelector'] === undefined ? '' : ` of ${query['fieldSelector']}`;
        log.push(`watch ${path}${of} from ${query['resourceVersion']}`);
        const lines = watches.shift();
        if (lines === undefined) stop.abort();
        return lines instanceof Error ? Promise.reject(lines) : Promise.resolve(linesOf(lines ?? []));
      },
    },
    inventory: {
      store:
        script.store ??
        (({ apiVersion, present, gone }) => {
          log.push(`store ${apiVersion} +${names(present).join()} -${names(gone).join()}`);
          return Promise.resolve(0);
        }),
      reconcile: (_, present) => Promise.resolve(void log.push(`keep ${[...present].join()}`)),
      report: (_, state, error) =>
        Promise.resolve(void log.push(error === undefined ? state : `${state}: ${error}`)),
    },
    observer: { listed: () => {}, event: () => {}, unreadable: () => {}, failed: () => {} },
    listed: () => Promise.resolve(),
    pageSize: 2,
    random: () => 0,
    // None is waited for; one that is longer than any between tries is the end.
    pause: (ms) => {
      pauses.push(ms);
      if (ms > 30_000) stop.abort();
      return Promise.resolve();
    },
    ...(script.elapsed !== undefined && { elapsed: script.elapsed }),
  });
  return { reflector, log, pauses, signal: stop.signal };
}

async function* linesOf(lines: readonly (object | Error)[]): AsyncGenerator<string> {
  for (const line of lines) {
    if (line instanceof Error) throw line;
    yield await Promise.resolve(JSON.stringify(line));
  }
}

function page(resourceVersion: string, names: readonly string[], next = '') {
  return { metadata: { resourceVersion, continue: next }, items: names.map((name) => object(name)) };
}

function object(name: string, resourceVersion = '1') {
  return { metadata: { namespace: 'shop', name, resourceVersion } };
}

/** What the API server was asked for. */
function asked(log: readonly string[]): readonly string[] {
  return log.filter((line) => line.startsWith('list') || line.startsWith('watch'));
}

const jobs = '/apis/batch/v1/cronjobs';
const olderJobs = '/apis/batch/v1beta1/cronjobs';
const policies = '/apis/policy/v1beta1/podsecuritypolicies';
const notFound = new KubernetesApiError(404, 'not found');
const gone = { type: 'ERROR', object: { code: 410, message: 'too old' } };

describe('a reflector', () => {
  it('lists and watches only what the inventory has a use for', async () => {
    const { reflector, log, signal } = reflect('Event', {
      lists: { '/api/v1/events': [page('7', ['a'])] },
      watches: [[]],
    });
    await reflector.run(signal);
    expect(log.slice(0, 5)).toEqual([
      'list /api/v1/events of type=Warning',
      'store v1 +a -',
      'keep shop/a',
      'synced',
      'watch /api/v1/events of type=Warning from 7',
    ]);
  });

  it('lists page by page, then watches from there, then from where that ended', async () => {
    const { reflector, log, signal } = reflect('CronJob', {
      lists: { [jobs]: [page('7', ['a', 'b'], 'more'), page('7', ['c'])] },
      watches: [
        [
          { type: 'MODIFIED', object: object('a', '8') },
          { type: 'DELETED', object: object('b', '9') },
        ],
      ],
    });
    await reflector.run(signal);
    expect(log).toEqual([
      `list ${jobs}`,
      'store batch/v1 +a,b -',
      `list ${jobs} from more`,
      'store batch/v1 +c -',
      'keep shop/a,shop/b,shop/c',
      'synced',
      `watch ${jobs} from 7`,
      'store batch/v1 +a -b',
      `watch ${jobs} from 9`,
    ]);
  });

  it('takes an older version of the API where there is no newer one', async () => {
    const { reflector, log, signal } = reflect('CronJob', { lists: { [olderJobs]: [page('7', ['a'])] } });
    await reflector.run(signal);
    expect(log).toEqual([
      `list ${jobs}`,
      `list ${olderJobs}`,
      'store batch/v1beta1 +a -',
      'keep shop/a',
      'synced',
      `watch ${olderJobs} from 7`,
    ]);
  });

  it('takes a newer version of the API once there is one', async () => {
    const { reflector, log, signal } = reflect('CronJob', {
      lists: { [jobs]: [notFound, page('90', ['a'])], [olderJobs]: [page('7', ['a']), notFound] },
      watches: [[gone]],
    });
    await reflector.run(signal);
    expect(asked(log)).toEqual([
      `list ${jobs}`,
      `list ${olderJobs}`,
      `watch ${olderJobs} from 7`,
      `list ${jobs}`,
      `watch ${jobs} from 90`,
    ]);
  });

  it('keeps nothing of a resource that the cluster has not got, where there are such clusters', async () => {
    const { reflector, log, signal } = reflect('PodSecurityPolicy', { lists: {} });
    await reflector.sync(signal);
    expect(log).toEqual([`list ${policies}`, 'keep ', 'absent']);
  });

  it.each([
    ['Deployment', ['/apis/apps/v1/deployments']],
    ['CronJob', [jobs, olderJobs]],
  ])(
    'keeps what it has of %s, which each cluster has, when it is told that there is none',
    async (kind, paths) => {
      const { reflector, log, signal } = reflect(kind, { lists: {} });
      await reflector.sync(signal);
      expect(log).toEqual([...paths.map((path) => `list ${path}`), 'failing: not found']);
    },
  );

  it('does not take for absent what it has listed in part', async () => {
    const { reflector, log, signal } = reflect('PodSecurityPolicy', {
      lists: { [policies]: [page('7', ['a', 'b'], 'more'), notFound] },
    });
    await reflector.sync(signal);
    expect(log.slice(1)).toEqual([
      'store policy/v1beta1 +a,b -',
      `list ${policies} from more`,
      'failing: not found',
    ]);
  });

  it('lists anew when the server says in the middle of a watch that it is too far back', async () => {
    const { reflector, log, signal } = reflect('CronJob', {
      lists: { [jobs]: [page('7', ['a', 'b']), page('90', ['b'])] },
      watches: [[{ type: 'ADDED', object: object('c', '8') }, gone]],
    });
    await reflector.run(signal);
    expect(log.slice(log.indexOf(`watch ${jobs} from 7`))).toEqual([
      `watch ${jobs} from 7`,
      'store batch/v1 +c -',
      `list ${jobs}`,
      'store batch/v1 +b -',
      'keep shop/b',
      'synced',
      `watch ${jobs} from 90`,
    ]);
  });

  const bookmark = { type: 'BOOKMARK', object: object('', '8') };
  const refused = (code: number) => new KubernetesApiError(code, `refused with ${code}`);
  const tooLarge = { type: 'ERROR', object: { code: 504, message: 'Too large resource version' } };
  const lists = { [jobs]: [page('7', ['a']), page('5', ['b'])] };
  const anew = [`watch ${jobs} from 7`, `list ${jobs}`, `watch ${jobs} from 5`];
  const [again = ''] = anew;

  it.each([
    ['refused', [refused(504), refused(504), refused(504)]],
    ['ended with an error', [[tooLarge], [tooLarge], [tooLarge]]],
    ['ended at once', [[], [], []]],
  ])('lists anew when three watches in a row were %s', async (_, watches) => {
    const { reflector, log, pauses, signal } = reflect('CronJob', { lists, watches });
    await reflector.run(signal);
    expect(asked(log)).toEqual([`list ${jobs}`, again, again, ...anew]);
    expect(pauses).toEqual([250, 500, 1_000]);
  });

  it.each([
    ['the connection is lost', new Error('connect ECONNREFUSED')],
    ['the server has too much to do', refused(429)],
    ['a proxy finds no server', refused(503)],
    ['the token is not taken', refused(401)],
    ['it may not be watched', refused(403)],
  ])('goes on from where it was while %s', async (_, error) => {
    const watches = [error, error, error, error];
    const { reflector, log, pauses, signal } = reflect('CronJob', { lists, watches });
    await reflector.run(signal);
    expect(asked(log)).toEqual([`list ${jobs}`, again, again, again, again, again]);
    expect(pauses).toEqual([250, 500, 1_000, 2_000]);
  });

  it('goes on from where it was when a watch came to something between those that were refused', async () => {
    const watches = [
      refused(500),
      refused(500),
      [{ ...bookmark, object: object('', '7') }, tooLarge],
      refused(500),
    ];
    const { reflector, log, signal } = reflect('CronJob', { lists, watches });
    await reflector.run(signal);
    expect(asked(log)).toEqual([`list ${jobs}`, again, again, again, again, again]);
  });

  it('tries less and less often to watch what can be listed alone', async () => {
    const watches = Array.from({ length: 7 }, () => refused(500));
    const { reflector, log, pauses, signal } = reflect('CronJob', {
      lists: { [jobs]: [page('7', [])] },
      watches,
    });
    await reflector.run(signal);
    expect(asked(log).filter((line) => line.startsWith('list'))).toHaveLength(3);
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000]);
  });

  const events = '/api/v1/events';
  const silent = new SilentWatchError(150_000);
  const warning = { type: 'ADDED', object: object('b', '8') };

  it('takes silence for nothing where there are no bookmarks, and watches on', async () => {
    const { reflector, log, signal } = reflect('Event', {
      lists: { [events]: [page('7', ['a'])] },
      watches: [[warning, silent], []],
    });
    await reflector.run(signal);
    expect(log.slice(log.indexOf('synced'))).toEqual([
      'synced',
      `watch ${events} of type=Warning from 7`,
      'store v1 +b -',
      `watch ${events} of type=Warning from 8`,
      `watch ${events} of type=Warning from 8`,
    ]);
  });

  it.each([
    ['of a watch that has bookmarks', 'CronJob', jobs, [silent], ''],
    ['before a watch is answered', 'Event', events, silent, ' of type=Warning'],
  ])('takes silence %s for a lost connection', async (_, kind, path, watch, of) => {
    const { reflector, log, signal } = reflect(kind, {
      lists: { [path]: [page('7', [])] },
      watches: [watch],
    });
    await reflector.run(signal);
    expect(log.slice(log.indexOf('synced'))).toEqual([
      'synced',
      `watch ${path}${of} from 7`,
      'failing: nothing was heard for 150000 ms',
      `watch ${path}${of} from 7`,
      'synced',
    ]);
  });

  it('takes any other end of a watch for a failure, with bookmarks or without', async () => {
    const { reflector, log, signal } = reflect('Event', {
      lists: { [events]: [page('7', [])] },
      watches: [[new Error('terminated')]],
    });
    await reflector.run(signal);
    expect(log).toContain('failing: terminated');
  });

  it('asks at once whether the cluster still has what it no longer knows when it is to watch it', async () => {
    const { reflector, log, pauses, signal } = reflect('PodSecurityPolicy', {
      lists: { [policies]: [page('7', ['a']), notFound] },
      watches: [notFound],
    });
    await reflector.run(signal);
    expect(log.slice(log.indexOf('synced'))).toEqual([
      'synced',
      `watch ${policies} from 7`,
      'failing: not found',
      `list ${policies}`,
      'keep ',
      'absent',
    ]);
    expect(pauses).toEqual([250, 600_000]);
  });

  it('keeps what it has, and says so, when it may not read', async () => {
    const { reflector, log, signal } = reflect('CronJob', {
      lists: { [jobs]: [new KubernetesApiError(403, 'cronjobs is forbidden')] },
    });
    await reflector.sync(signal);
    expect(log).toEqual([`list ${jobs}`, 'failing: cronjobs is forbidden']);
  });

  it.each([
    [1, [`list ${jobs}`, `watch ${jobs} from 7`, `watch ${jobs} from 8`]],
    [12, [`list ${jobs}`, `watch ${jobs} from 7`, `list ${jobs}`, `watch ${jobs} from 7`]],
  ])(
    'lists anew after some hours, as a restored cluster has gone back in time: %i',
    async (hours, expected) => {
      let time = 0;
      const { reflector, log, signal } = reflect('CronJob', {
        lists: { [jobs]: [page('7', ['a'])] },
        watches: [[bookmark]],
        elapsed: () => (time += hours * 3_600_000),
      });
      await reflector.run(signal);
      expect(asked(log)).toEqual(expected);
    },
  );

  it('ends when somebody else has taken over', async () => {
    const { reflector, signal } = reflect('CronJob', {
      lists: { [jobs]: [page('7', ['a'])] },
      store: () => Promise.reject(new StaleTermError('prod')),
    });
    await expect(reflector.run(signal)).rejects.toThrow(StaleTermError);
  });
});
