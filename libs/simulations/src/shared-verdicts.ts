import { createHash } from 'node:crypto';
import { alikeBy, isSharable, type Judge, type JudgeInput, type Remedy, type Verdict } from '#libs/advisor';
import { fieldsOf, judgedWorkload, type JudgedWorkload, type RunReference } from './result-store.js';

/** Characters of JSON kept, of all runs together; what was used longest ago goes first. */
const MOST_TEXT = 64 * 1024 * 1024;

/** The JSON of a sharable verdict, apart from what differs between workloads that are alike. */
interface SharedVerdict extends Pick<JudgedWorkload, 'verdict' | 'stage' | 'fields'> {
  /** All other members, with the brace that closes the object. */
  readonly rest: string;
  readonly remedies: readonly SharedRemedy[];
  readonly size: number;
}

interface SharedRemedy {
  readonly target: Remedy['target'];
  /** The target is the workload itself. */
  readonly ofWorkload: boolean;
  readonly rest: string;
}

/**
 * Judges workloads, and those that are alike (`alikeBy`) once, as long as memory allows. What comes out is what `judge`
 * says of each; all workloads of a run must be judged by the same policies and grants.
 */
export class SharedVerdicts {
  readonly #verdicts = new Map<string, SharedVerdict>();
  #size = 0;

  constructor(
    private readonly judge: Judge,
    private readonly mostText = MOST_TEXT,
  ) {}

  judged({ simulation, run }: RunReference, input: JudgeInput): JudgedWorkload {
    const alike = alikeBy(input);
    if (alike === undefined) return judgedWorkload(this.judge(input));
    const key = `${simulation}/${run}/${createHash('sha256').update(alike).digest('base64')}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) {
      this.#verdicts.delete(key);
      this.#verdicts.set(key, known);
      return said(known, input);
    }
    const verdict = this.judge(input);
    if (isSharable(verdict)) this.keep(key, sharedVerdict(verdict));
    return judgedWorkload(verdict);
  }

  private keep(key: string, added: SharedVerdict): void {
    this.#verdicts.set(key, added);
    this.#size += added.size;
    for (const [oldest, { size }] of this.#verdicts) {
      if (this.#size <= this.mostText) break;
      this.#verdicts.delete(oldest);
      this.#size -= size;
    }
  }
}

function sharedVerdict(verdict: Verdict): SharedVerdict {
  const { workload: _workload, remedies, ...others } = verdict;
  const rest = membersOf(others);
  const shared = remedies.map(({ target, ...remedy }) => ({
    target,
    ofWorkload: remedy.kind === 'reduce',
    rest: membersOf(remedy),
  }));
  return {
    verdict: verdict.verdict,
    stage: verdict.stage,
    fields: fieldsOf(verdict),
    rest,
    remedies: shared,
    size: shared.reduce((size, remedy) => size + remedy.rest.length, rest.length),
  };
}

/** `,"a":1}`: what follows other members. */
function membersOf(value: object): string {
  return `,${JSON.stringify(value).slice(1)}`;
}

function said({ rest, remedies, verdict, stage, fields }: SharedVerdict, input: JudgeInput): JudgedWorkload {
  const { cluster, namespace, kind, name } = input.workload;
  const workload = { cluster, namespace, kind, name };
  const texts = remedies.map(({ target, ofWorkload, rest: others }) => {
    const own = ofWorkload ? { ...target, namespace, name } : target;
    return `{"target":${JSON.stringify(own)}${others}`;
  });
  const document = `{"workload":${JSON.stringify(workload)},"remedies":[${texts.join(',')}]${rest}`;
  return { workload, verdict, stage, fields, document };
}
