import {
  HttpMethod,
  IsomorphicFetchHttpLibrary,
  type KubeConfig,
  RequestContext,
  type ResponseContext,
} from '@kubernetes/client-node';
import { z } from 'zod';

/** What the API server refused, in its words. */
export class KubernetesApiError extends Error {
  constructor(
    /** HTTP status, or the `code` of the Status that ended a watch. */
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = 'KubernetesApiError';
  }
}

/** A watch of which nothing was heard for too long: its connection may be dead. */
export class SilentWatchError extends Error {
  constructor(idle: number) {
    super(`nothing was heard for ${idle} ms`);
    this.name = 'SilentWatchError';
  }
}

const status = z.object({ message: z.string().min(1) });

export type Query = Readonly<Record<string, string | number | boolean>>;

const http = new IsomorphicFetchHttpLibrary();
/** A request that is not a watch may take so long, in ms. */
const answeredWithin = 60_000;
/** Characters of an answer that are worth repeating where it is no Status. */
const mostText = 200;

/**
 * The API server of a cluster, over the transport of @kubernetes/client-node: its kubeconfig, its authentication, its TLS.
 * Answers stay plain JSON, as the typed clients of that package drop the fields of other versions of Kubernetes than its
 * own, and its Watch drops lines that a handler fails on.
 */
export class KubernetesApi {
  #config: KubeConfig;

  /** `load` is called again when the server refuses the credentials: they may have been rotated. */
  constructor(private readonly load: () => KubeConfig) {
    this.#config = load();
  }

  /** JSON of the answer. Throws `KubernetesApiError`, or as the network does. */
  async request(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    options: { readonly query?: Query; readonly body?: unknown; readonly signal: AbortSignal },
  ): Promise<unknown> {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(answeredWithin)]);
    const response = await this.#send(HttpMethod[method], path, { ...options, signal });
    const answer: unknown = JSON.parse(await response.body.text());
    return answer;
  }

  /**
   * Begins a watch; resolves, once the server has accepted it, to its lines until the server ends it. `idle`: it is given up
   * after so many ms without a word, with `SilentWatchError`.
   */
  async watch(
    path: string,
    query: Query,
    signal: AbortSignal,
    idle: number,
  ): Promise<AsyncGenerator<string>> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new SilentWatchError(idle)), idle);
    try {
      const response = await this.#send(HttpMethod.GET, path, {
        query: { ...query, watch: true },
        signal: AbortSignal.any([signal, silence.signal]),
      });
      return linesOf(response, timer);
    } catch (error) {
      clearTimeout(timer);
      throw error;
    }
  }

  async #send(
    method: HttpMethod,
    path: string,
    options: { readonly query?: Query; readonly body?: unknown; readonly signal: AbortSignal },
  ): Promise<ResponseContext> {
    const response = await this.#sendOnce(method, path, options);
    if (response.httpStatusCode !== 401) return accepted(response);
    await response.body.text();
    this.#config = this.load();
    return accepted(await this.#sendOnce(method, path, options));
  }

  async #sendOnce(
    method: HttpMethod,
    path: string,
    options: { readonly query?: Query; readonly body?: unknown; readonly signal: AbortSignal },
  ): Promise<ResponseContext> {
    const cluster = this.#config.getCurrentCluster();
    if (cluster === null) throw new Error('the kubeconfig has no current context with a cluster');
    const url = new URL(cluster.server.replace(/\/$/, '') + path);
    for (const [key, value] of Object.entries(options.query ?? {})) url.searchParams.set(key, String(value));
    const request = new RequestContext(url.toString(), method);
    request.setHeaderParam('Accept', 'application/json');
    if (options.body !== undefined) {
      request.setHeaderParam('Content-Type', 'application/json');
      request.setBody(JSON.stringify(options.body));
    }
    request.setSignal(options.signal);
    await this.#config.applySecurityAuthentication(request);
    return http.send(request).toPromise();
  }
}

/** Breaking off the iteration ends the connection. */
async function* linesOf(response: ResponseContext, timer: NodeJS.Timeout): AsyncGenerator<string> {
  try {
    const stream = response.body.stream();
    if (stream === null) return;
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of stream) {
      timer.refresh();
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield line;
    }
  } finally {
    clearTimeout(timer);
  }
}

async function accepted(response: ResponseContext): Promise<ResponseContext> {
  const { httpStatusCode: code } = response;
  if (code >= 200 && code < 300) return response;
  throw new KubernetesApiError(code, messageOf(await response.body.text(), code));
}

function messageOf(text: string, code: number): string {
  try {
    const parsed = status.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data.message;
  } catch {
    // Not JSON: a proxy answered, or an old API server.
  }
  const words = text.trim().slice(0, mostText);
  return words === '' ? `the API server answered ${code}` : words;
}
