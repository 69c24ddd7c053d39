import { z } from 'zod';

/** An answer of the service. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text of anything else. */
  readonly body: unknown;
}

const problem = z.object({
  title: z.string(),
  detail: z.string(),
  errors: z
    .array(z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
    .default([]),
});

/** The service answered with something else than was expected. */
export class UnexpectedAnswerError extends Error {
  constructor(call: string, { status, body }: Answer) {
    const known = problem.safeParse(body);
    const text = known.success
      ? [
          known.data.detail,
          ...known.data.errors.map((each) => `  ${each.pointer ?? each.parameter ?? ''} ${each.detail}`),
        ].join('\n')
      : String(body).slice(0, 500);
    super(`${call} was answered with ${status}: ${text}`);
    this.name = 'UnexpectedAnswerError';
  }
}

/** The public API as the demo uses it: plain HTTP. */
export class DemoApi {
  constructor(
    readonly url: string,
    private readonly key: string,
  ) {}

  /** Calls the API. Throws `UnexpectedAnswerError` for a status that is not expected. */
  async call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: {
      readonly expected: readonly number[];
      readonly yaml?: string;
      readonly json?: unknown;
      readonly ndjson?: string;
      readonly accept?: string;
    },
  ): Promise<Answer> {
    const content =
      options.yaml !== undefined
        ? { type: 'application/yaml', body: options.yaml }
        : options.ndjson !== undefined
          ? { type: 'application/x-ndjson', body: options.ndjson }
          : options.json === undefined
            ? undefined
            : { type: 'application/json', body: JSON.stringify(options.json) };
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        accept: options.accept ?? 'application/json',
        ...(content === undefined ? {} : { 'content-type': content.type }),
      },
      ...(content === undefined ? {} : { body: content.body }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '');
    const answer = { status: response.status, headers: response.headers, body: isJson ? parsed(text) : text };
    if (!options.expected.includes(answer.status))
      throw new UnexpectedAnswerError(`${method} ${path}`, answer);
    return answer;
  }
}

function parsed(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}
