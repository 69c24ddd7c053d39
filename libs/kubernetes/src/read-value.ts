/** A mistake in a text; `offset` counts UTF-16 units from its beginning. */
export interface TextMistake {
  readonly offset: number;
  readonly message: string;
}

/** A value read from a text, or the first mistake in it. */
export type ReadValue =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly mistake: TextMistake };
