/** What a command found. */
export interface Answer {
  /** In full, for JSON; also for YAML where `yaml` is absent. */
  readonly result: unknown;
  /** What a person wants to apply. */
  readonly yaml?: string;
  /** For people, on standard error. */
  readonly notes: readonly string[];
  readonly exitCode: number;
}
