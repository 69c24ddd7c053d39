import { InvalidError } from '#libs/platform';

/**
 * How far a stream of events of a simulation has come: the version of the simulation that it has told of, and the last
 * entry of its history. As the id of an event: `12.7`.
 */
export interface StreamPosition {
  readonly version: number;
  readonly changes: number;
}

export interface ServerSentEvent {
  readonly event: 'state' | 'progress' | 'change';
  readonly at: StreamPosition;
  readonly data: unknown;
}

/** An event as it stands in the stream (WHATWG HTML, "Server-sent events"). JSON has no line ends. */
export function eventText({ event, at, data }: ServerSentEvent): string {
  return `id: ${at.version}.${at.changes}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A comment, so that whoever stands between does not take the connection for dead. */
export const HEARTBEAT = ':\n\n';

/** After so long a client comes again when the connection has ended, in milliseconds. */
export const RETRY = 'retry: 2000\n\n';

const positionText = /^(?<version>\d{1,15})\.(?<changes>\d{1,15})$/;

/** Throws `InvalidError` (422) for what is not the id of an event of such a stream. */
export function parsePosition(lastEventId: string): StreamPosition {
  const { version, changes } = positionText.exec(lastEventId)?.groups ?? {};
  if (version !== undefined && changes !== undefined)
    return { version: Number(version), changes: Number(changes) };
  throw new InvalidError('The header Last-Event-ID is not valid.', {
    mistakes: [{ parameter: 'Last-Event-ID', detail: 'must be the id of an event of this stream' }],
  });
}
