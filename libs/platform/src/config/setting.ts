import { z } from 'zod';

/** Reads one value from the text of an environment variable; `allowed` says in words what the text may be. */
export interface ValueType<T> {
  readonly schema: z.ZodType<T, string>;
  readonly allowed: string;
}

/** One environment variable. */
export interface Setting<T> {
  readonly name: string;
  readonly about: string;
  readonly type: ValueType<unknown>;
  /** In the notation of the variable; absent: the setting has no value unless set. */
  readonly default?: string;
  /** A mistake if unset; never together with a default. */
  readonly required: boolean;
  /** Is never printed; may also come from the file that `<NAME>_FILE` names. */
  readonly secret: boolean;
  /** The variable holds the path of a file, and the value is the text of that file. */
  readonly file: boolean;
  /** Type of the value; never present at run time. */
  readonly value?: T;
}

/** The variables from which a setting is read, in order of precedence. */
export function variablesOf({ name, secret, file }: Setting<unknown>): readonly string[] {
  return secret && !file ? [name, `${name}_FILE`] : [name];
}

/** The settings of a topic, by the name that they have in the configuration. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** What a table of settings reads to. */
export type ValuesOf<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

interface Description {
  readonly about: string;
  readonly secret?: boolean;
  readonly file?: boolean;
}

/** A setting that always has a value. */
export function setting<T>(
  name: string,
  type: ValueType<T>,
  description: Description & ({ readonly default: string } | { readonly required: true }),
): Setting<T>;
/** A setting that may be unset. */
export function setting<T>(
  name: string,
  type: ValueType<T>,
  description: Description,
): Setting<T | undefined>;
export function setting<T>(
  name: string,
  type: ValueType<T>,
  description: Description & { readonly default?: string; readonly required?: boolean },
): Setting<T | undefined> {
  return {
    name,
    type,
    about: description.about,
    required: description.required ?? false,
    secret: description.secret ?? false,
    file: description.file ?? false,
    ...(description.default === undefined ? {} : { default: description.default }),
  };
}
