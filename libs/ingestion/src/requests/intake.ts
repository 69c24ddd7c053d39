import { TooManyRequestsError } from '#libs/platform';

/** What is told of the requests in the house. */
export interface IntakeMetrics {
  intake(bytes: number, requests: number): void;
  refused(): void;
}

export interface IntakeOptions {
  /** Bytes of all requests that are being read, parsed, or wait to be stored. */
  readonly mostBytes: number;
  readonly metrics: IntakeMetrics;
  /** Milliseconds since any fixed time. */
  readonly now: () => number;
}

/** What a request counts at least: its headers, its socket, and what is made of it. */
export const LEAST_BYTES = 16 * 1024;
/** The sender of requests of which it is not known yet who sends them. */
export const UNKNOWN_SENDER = '';
/** A sender may take so much of the whole: the others are to get through while it is stuck. */
const share = 0.5;
/** In seconds. */
const longestRetryAfter = 30;

/**
 * Bounds what requests hold in memory, from before their body is read until their events are stored. Who comes when there
 * is no room is sent away at once, and nothing of theirs is read: they still have it, and send it again. A request for
 * which there would never be room is let in when nothing else is there.
 */
export class Intake {
  readonly #admitted = new Set<Admission>();
  readonly #bytesOf = new Map<string, number>();
  #bytes = 0;

  constructor(private readonly options: IntakeOptions) {}

  /**
   * Lets a request in, of an unknown sender. It takes room until it is closed; with 0 bytes none before it is known to need
   * some.
   *
   * @throws {TooManyRequestsError} with Retry-After, if there is no room for it
   */
  admit(bytes = LEAST_BYTES): Admission {
    const admission = new Admission(this, this.options.now());
    if (bytes > 0) this.reserve(admission, bytes);
    return admission;
  }

  /** Of `Admission`: makes it so much larger. */
  reserve(admission: Admission, bytes: number): void {
    const ofSender = this.#bytesOf.get(admission.sender) ?? 0;
    const { mostBytes } = this.options;
    const others = this.#bytes - admission.bytes;
    const othersOfSender = ofSender - admission.bytes;
    if (
      (others > 0 && this.#bytes + bytes > mostBytes) ||
      (othersOfSender > 0 && ofSender + bytes > mostBytes * share)
    )
      throw this.#refusal();
    this.#move(admission, bytes);
  }

  /** Of `Admission`: it counts for another sender from now on. */
  reassign(admission: Admission, sender: string): void {
    const { bytes } = admission;
    this.#move(admission, -bytes);
    admission.sender = sender;
    this.#move(admission, bytes);
  }

  /** Of `Admission`: it needs no more than so many bytes. */
  shrink(admission: Admission, bytes: number): void {
    if (bytes < admission.bytes) this.#move(admission, bytes - admission.bytes);
  }

  /** Of `Admission`. */
  release(admission: Admission): void {
    this.#move(admission, -admission.bytes);
  }

  #move(admission: Admission, bytes: number): void {
    admission.bytes += bytes;
    this.#bytes += bytes;
    const left = (this.#bytesOf.get(admission.sender) ?? 0) + bytes;
    if (left > 0) this.#bytesOf.set(admission.sender, left);
    else this.#bytesOf.delete(admission.sender);
    if (admission.bytes > 0) this.#admitted.add(admission);
    else this.#admitted.delete(admission);
    this.options.metrics.intake(this.#bytes, this.#admitted.size);
  }

  /** The longer the oldest has been here the longer it will take. */
  #refusal(): TooManyRequestsError {
    this.options.metrics.refused();
    const [oldest] = this.#admitted;
    const age = oldest === undefined ? 0 : (this.options.now() - oldest.since) / 1_000;
    const seconds = Math.min(longestRetryAfter, Math.max(1, Math.ceil(age)));
    return new TooManyRequestsError(
      'Too much that others have sent is waiting. Nothing of this request was taken.',
      {
        headers: { 'retry-after': String(seconds) },
      },
    );
  }
}

/** The room that a request takes. */
export class Admission {
  /** Reserved. */
  bytes = 0;
  sender = UNKNOWN_SENDER;
  #received = 0;
  #kept = false;

  constructor(
    private readonly intake: Intake,
    readonly since: number,
  ) {}

  /**
   * It is known who sends it, and that it is expected to have so many bytes, decompressed.
   *
   * @throws {TooManyRequestsError} if there is no room for them
   */
  identify(sender: string, bytes: number): void {
    this.intake.reassign(this, sender);
    if (this.bytes > 0 || bytes > 0) this.intake.reserve(this, Math.max(0, bytes - this.bytes));
  }

  /**
   * More of the body has come, where its size was not known.
   *
   * @throws {TooManyRequestsError} if there is no room for it
   */
  received(bytes: number): void {
    this.#received += bytes;
    // In steps, so that nearly all chunks cost nothing.
    if (this.#received > this.bytes)
      this.intake.reserve(this, Math.max(this.#received - this.bytes, LEAST_BYTES));
  }

  /** The body is complete: what was expected beyond it is free. */
  complete(): void {
    this.intake.shrink(this, Math.max(LEAST_BYTES, this.#received));
  }

  /** Keeps the room until the work is done, whatever becomes of the connection. */
  async keepFor<T>(work: () => Promise<T>): Promise<T> {
    this.keep();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  /** From now on the room is kept until it is released, whatever becomes of the connection. */
  keep(): void {
    this.#kept = true;
  }

  /** Whatever the room was for is done. */
  release(): void {
    this.intake.release(this);
  }

  /** The connection is through with the request. */
  closed(): void {
    if (!this.#kept) this.intake.release(this);
  }
}
