import { hash } from 'node:crypto';
import { alikeBy, isSharable, type Judge, type JudgeInput } from '#libs/advisor';
import { judgedWorkload, type JudgedWorkload, type RunReference } from './result-store.js';

/** Characters of JSON kept, of all runs together; what was used longest ago goes first. */
const MOST_TEXT = 16 * 1024 * 1024;

/** What is said of all workloads that are alike. */
type SharedVerdict = Omit<JudgedWorkload, 'workload'>;

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

  /**
   * `template` stands for what counts of the manifest, if that is known. With it the manifest may be that of another
   * workload: `exact` gives the one to judge by if there is no verdict yet.
   */
  judged(
    { simulation, run }: RunReference,
    input: JudgeInput,
    template?: string,
    exact: () => JudgeInput = () => input,
  ): JudgedWorkload {
    const alike = alikeBy(input, template);
    if (alike === undefined) return judgedWorkload(this.judge(exact()));
    const key = `${simulation}/${run}/${hash('sha256', alike, 'base64')}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) {
      this.#verdicts.delete(key);
      this.#verdicts.set(key, known);
      const { cluster, namespace, kind, name } = input.workload;
      return { ...known, workload: { cluster, namespace, kind, name } };
    }
    const verdict = this.judge(exact());
    const { workload, ...shared } = judgedWorkload(verdict);
    if (isSharable(verdict)) this.keep(key, shared);
    return { workload, ...shared };
  }

  private keep(key: string, added: SharedVerdict): void {
    this.#verdicts.set(key, added);
    this.#size += added.document.text.length;
    for (const [oldest, { document }] of this.#verdicts) {
      if (this.#size <= this.mostText) break;
      this.#verdicts.delete(oldest);
      this.#size -= document.text.length;
    }
  }
}
