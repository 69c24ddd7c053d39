// Requests by hand, each valid but for one awkward thing, to every operation: what the answers may be is checked against the
// OpenAPI document.
import { request as requestHttp } from 'node:http';
import addFormats from 'ajv-formats';
import { loadAll } from 'js-yaml';
import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  authorizations,
  bodyHeaders,
  cursors,
  headers,
  jsonBodies,
  jsonValues,
  methods,
  pathValues,
  queryValues,
  yamlBodies,
} from './awkward-values.mjs';

/** Milliseconds; streams are cut after a moment, anything else has to be answered. */
const TIMEOUT = 20_000;
const STREAM = 300;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Sends a request as it is: the path is not normalized, headers and body are not looked at. */
function send(url, { method, path, headers: sent, body }) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const giveUp = (error) => resolve({ error: error.message });
    let request;
    try {
      // With a body that GET or DELETE is not to have, Node would not say how long it is.
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = {
        hostname,
        port,
        method,
        path,
        headers: { ...length, ...sent },
        agent: false,
        timeout: TIMEOUT,
      };
      request = requestHttp(options);
    } catch (error) {
      resolve({ unsendable: error.message });
      return;
    }
    request.on('timeout', () => request.destroy(new Error(`no answer within ${TIMEOUT / 1_000} s`)));
    request.on('error', giveUp);
    request.on('response', (response) => {
      const chunks = [];
      const end = () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      if (response.headers['content-type']?.startsWith('text/event-stream')) {
        setTimeout(() => (end(), request.destroy()), STREAM);
      }
      response
        .on('data', (chunk) => chunks.push(chunk))
        .on('end', end)
        .on('error', giveUp);
    });
    request.end(body);
  });
}

/** JSON text in which the value at a pointer is other JSON text, which need not be valid JavaScript. */
function replaced(value, pointer, text) {
  if (pointer.length === 0) return text;
  const [key, ...rest] = pointer;
  const children = Object.entries(value).map(([name, child]) => {
    const inner = name === key ? replaced(child, rest, text) : JSON.stringify(child);
    return Array.isArray(value) ? inner : `${JSON.stringify(name)}:${inner}`;
  });
  return Array.isArray(value) ? `[${children.join(',')}]` : `{${children.join(',')}}`;
}

function pointersOf(value, at = []) {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, child]) => pointersOf(child, [...at, key]))];
}

function exampleOf(operation) {
  const content =
    operation.requestBody?.content?.['application/json'] ??
    operation.requestBody?.content?.['application/x-ndjson'];
  return content?.example ?? Object.values(content?.examples ?? {})[0]?.value ?? {};
}

/** All that may be asked of an operation; each says what is awkward about it. */
function* requestsTo({ method, path, operation, pathParameters }, { random, examples, authorization }) {
  const parameters = operation.parameters ?? [];
  const choose = (list) => list[Math.floor(random() * list.length)];
  const some = (list, share = 1) =>
    list
      .map((value) => ({ value, at: random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, Math.ceil(examples * share))
      .map(({ value }) => value);
  const needed = parameters
    .filter(({ in: place, required, example }) => place === 'query' && required && example !== undefined)
    .map(({ name, example }) => `${name}=${encodeURIComponent(example)}`)
    .join('&');
  const at = (override = {}, query = needed) => {
    const known = pathParameters === undefined ? {} : choose(pathParameters);
    const filled = path.replaceAll(
      /\{(\w+)\}/g,
      (_, name) => override[name] ?? known[name] ?? '0d1c2b3a-0000-4000-8000-00000000ffff',
    );
    return query === '' ? filled : `${filled}?${query}`;
  };
  /** The query with what is needed beside the parameter of this name. */
  const beside = (name, query) =>
    [...needed.split('&').filter((each) => each !== '' && !each.startsWith(`${name}=`)), query].join('&');
  const reads = Object.keys(operation.requestBody?.content ?? {});
  const mediaType = reads.includes('application/json') ? 'application/json' : reads[0];
  const example = exampleOf(operation);
  const body = mediaType === undefined ? undefined : JSON.stringify(example);
  const base = {
    method,
    path: at(),
    headers: { authorization, ...(mediaType === undefined ? {} : { 'content-type': mediaType }) },
    body,
  };
  const of = (what, change) => ({
    what,
    ...base,
    ...change,
    headers: { ...base.headers, ...change.headers },
  });

  yield of('as documented', { path: at() });
  for (const { name } of parameters.filter(({ in: place }) => place === 'path')) {
    for (const value of some(pathValues))
      yield of(`${name}=${value.slice(0, 60)}`, { path: at({ [name]: value }), isElsewhere: true });
  }
  for (const { name } of parameters.filter(({ in: place }) => place === 'query')) {
    const values = name === 'cursor' ? cursors : queryValues;
    for (const value of some(values))
      yield of(`?${name}=${value.slice(0, 200)}`, { path: at({}, beside(name, `${name}=${value}`)) });
    for (const query of [`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a]=1`, name, `${name}=a&${name}=`])
      yield of(`?${query}`, { path: at({}, beside(name, query)) });
  }
  for (const query of ['unknown=1', '__proto__=1', 'constructor=1', '&&&', '=', '%00=1', '%ff', '?', '#'])
    yield of(`?${query}`, { path: at({}, beside('', query)) });
  for (const header of some(headers))
    yield of(JSON.stringify(header).slice(0, 80), { path: at(), headers: header });
  for (const other of methods) {
    if (other !== method)
      yield of(other, {
        method: other,
        path: at({}),
        body: other === 'PATCH' ? '{}' : undefined,
        isOther: true,
      });
  }
  if (operation.security.length > 0) {
    for (const value of authorizations) {
      yield of(`authorization ${value?.slice(0, 40)}`, {
        path: at(),
        headers: { authorization: value },
        needsKey: true,
      });
    }
  }
  if (mediaType === undefined) {
    for (const content of ['{}', '{', 'x']) {
      const sent = of(`a body, ${content}`, {
        path: at(),
        body: content,
        headers: { 'content-type': 'application/json' },
      });
      yield { ...sent, isUnread: true };
    }
    return;
  }
  for (const header of some(bodyHeaders))
    yield of(`body with ${JSON.stringify(header)}`, { path: at(), headers: header });
  for (const content of some(jsonBodies))
    yield of(`body ${String(content).slice(0, 40)}`, { path: at(), body: content });
  if (reads.includes('application/yaml')) {
    for (const content of some(yamlBodies))
      yield of(`YAML ${String(content).slice(0, 40)}`, {
        path: at(),
        body: content,
        headers: { 'content-type': 'application/yaml' },
      });
  }
  const pointers = pointersOf(example);
  const places = some(
    pointers.flatMap((pointer) => jsonValues.map((value) => ({ pointer, value }))),
    10,
  );
  for (const { pointer, value } of places)
    yield of(`/${pointer.join('/')} = ${value.slice(0, 60)}`, {
      path: at(),
      body: replaced(example, pointer, value),
    });
}

/** What an answer is wrong in, as sentences. */
function mistakesIn({ request, answer, operation, validate }) {
  const { status, error } = answer;
  if (error !== undefined) return [`not answered: ${error}`];
  const mistakes = [];
  const type = (answer.headers['content-type'] ?? '').split(';')[0].trim();
  if (status >= 500) mistakes.push(`a server error, ${status}`);
  // Another path or method is another operation, or none; a body that nobody asked for is refused in its own words.
  const isAnother = request.isOther || request.isElsewhere;
  const documented = [
    ...Object.keys(operation.responses),
    ...(isAnother ? ['404', '405'] : []),
    ...(request.isUnread ? ['415'] : []),
  ];
  if (!documented.includes(String(status)) && !request.isOther) mistakes.push(`${status} is not documented`);
  if (status === 401 && answer.headers['www-authenticate'] === undefined)
    mistakes.push('401 without WWW-Authenticate');
  if (status === 405 && answer.headers.allow === undefined) mistakes.push('405 without Allow');
  if (request.needsKey && status !== 401) mistakes.push(`answered without a valid key, with ${status}`);
  if (request.method === 'HEAD') return mistakes;
  if (status >= 400 && type !== 'application/problem+json') mistakes.push(`${status} as ${type}`);
  if (status === 204 || status === 304 || (request.isOther && status < 400)) return mistakes;
  const schema = status >= 400 ? '#/components/schemas/Problem' : schemaOf(operation, status, type);
  if (schema === undefined) {
    if (status < 400) mistakes.push(`${status} as ${type} is not documented`);
    return mistakes;
  }
  if (!/(json|yaml)$/.test(type)) return mistakes;
  const invalid = validate(schema, type, answer.body);
  if (invalid !== undefined) mistakes.push(`the body of ${status} is not as documented: ${invalid}`);
  return mistakes;
}

function schemaOf(operation, status, type) {
  return operation.responses[status]?.content?.[type] === undefined
    ? undefined
    : `#/paths/${operation.path.replaceAll('~', '~0').replaceAll('/', '~1')}/${operation.method}/responses/${status}/content/${type.replaceAll('/', '~1')}/schema`;
}

function validator(document) {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  return (pointer, type, text) => {
    let values;
    try {
      values = type.endsWith('yaml') ? loadAll(text) : [JSON.parse(text)];
    } catch (error) {
      return error.message;
    }
    const check = ajv.getSchema(`api${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}`);
    if (check === undefined) return `no schema at ${pointer}`;
    const wrong = values.find((value) => !check(value));
    if (wrong === undefined || check(wrong)) return undefined;
    return `${check.errors?.[0]?.instancePath} ${check.errors?.[0]?.message}`;
  };
}

/**
 * Sends awkward requests to every operation, and tells of each call and of what is wrong.
 *
 * @param {{ url: string, document: any, fixtures: any, key: string, seed: number, examples: number,
 *   operations: ReadonlySet<string> | undefined,
 *   onCall: (operation: string, status: number | string) => void, onMistake: (text: string) => void }} options
 */
export async function sendAwkwardRequests({
  url,
  document,
  fixtures,
  key,
  seed,
  examples,
  operations,
  onCall,
  onMistake,
}) {
  const random = randomNumbers(seed);
  const validate = validator(document);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [name, described] of Object.entries(item)) {
      const method = name.toUpperCase();
      if (operations !== undefined && !operations.has(described.operationId)) continue;
      const operation = { ...described, path, method: name };
      const target = { method, path, operation, pathParameters: fixtures.pathParameters(method, path) };
      const seen = new Set();
      for (const request of requestsTo(target, { random, examples, authorization: `Bearer ${key}` })) {
        // DELETE to what another method was meant for would delete it.
        if (request.isOther && item[request.method.toLowerCase()] !== undefined) continue;
        const sent = {
          ...request,
          headers: Object.fromEntries(
            Object.entries(request.headers).filter(([, value]) => value !== undefined),
          ),
        };
        const answer = await send(url, sent);
        if (answer.unsendable !== undefined) continue;
        // What another method got, such as HEAD, is no success of this operation.
        const status = answer.status ?? 'none';
        onCall(`${method} ${path}`, request.isOther && status < 400 ? `${request.method}:${status}` : status);
        for (const mistake of mistakesIn({ request, answer, operation, validate })) {
          if (seen.has(mistake)) continue;
          seen.add(mistake);
          onMistake(
            `${request.method} ${request.path.slice(0, 300)}: ${mistake} (${request.what})\n    ${(answer.body ?? '').slice(0, 400)}`,
          );
        }
      }
    }
  }
}
