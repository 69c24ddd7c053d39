import { decodeError, type FieldError } from './field-error.js';

/**
 * Decoding of plain JSON by Kubernetes' rules (sigs.k8s.io/json, as k8s.io/apimachinery v0.24.17 uses it): field names
 * are case-sensitive, `null` counts as absent, a wrong JSON type is an error, unknown fields are no error. Unlike Go's
 * decoder it reports every mistake, not only the first, and carries unknown fields along.
 *
 * A schema is a table of fields. What needs no change is shared with the input, never copied; the input is not changed.
 */
export interface Schema<T> {
  /** Reads a value that is neither undefined nor null. Mistakes go to the context; the result then is not used. */
  readonly read: (value: unknown, context: DecodeContext) => unknown;
  /** What stands in for `null` where a value can't be absent: in lists and maps. */
  readonly zero: unknown;
  /** The zero value says the same as absence. */
  readonly zeroIsAbsent?: boolean;
  /** The decoded type. Never present at run time. */
  readonly type?: T;
}

/** The type that a schema decodes to. */
export type DecodedBy<S> = S extends Schema<infer T> ? T : never;

/** Fields of a structure; `known` tells the unknown ones. */
export type FieldTable = Readonly<Record<string, Schema<unknown>>>;

/** Collects mistakes and unknown fields while a document is read. */
export interface DecodeContext {
  /** Names and list positions from the root to the present value. */
  readonly path: (string | number)[];
  readonly errors: FieldError[];
  /** Paths of unknown fields; undefined if nobody asked. */
  readonly unknownFields: string[] | undefined;
  readonly asStored: boolean;
}

export type Decoded<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

export interface DecodeOptions {
  /** Report unknown fields as warnings, in Kubernetes' words: `unknown field "spec.foo"`. Off by default. */
  readonly unknownFields?: boolean;
  /**
   * Leave out what the API server of v1.24 would not store: unknown fields, newer ones among them, and values that say
   * the same as absence (`hostNetwork: false`). Off by default: everything is carried.
   */
  readonly asStored?: boolean;
  /** Where the value stands in its document; paths of errors begin with it. */
  readonly at?: readonly (string | number)[];
}

/** Decodes a value by a schema. `undefined` and `null` decode as an empty structure does. */
export function decode<T>(schema: Schema<T>, value: unknown, options: DecodeOptions = {}): Decoded<T> {
  const context: DecodeContext = {
    path: [...(options.at ?? [])],
    errors: [],
    unknownFields: options.unknownFields === true ? [] : undefined,
    asStored: options.asStored === true,
  };
  const result = schema.read(value ?? schema.zero, context);
  if (!conforms(schema, result, context)) return { ok: false, errors: context.errors };
  const warnings = (context.unknownFields ?? []).map((field) => `unknown field ${JSON.stringify(field)}`);
  return { ok: true, value: result, warnings };
}

// The one place where a decoded value gets its type: the schema has read all of it and found no mistake.
function conforms<T>(_schema: Schema<T>, _value: unknown, context: DecodeContext): _value is T {
  return context.errors.length === 0;
}

/** `['spec', 'containers', 0, 'name']` → `spec.containers[0].name`; keys of maps that are no names go in brackets. */
export function formatPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else if (plainName.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += `[${JSON.stringify(segment)}]`;
  }
  return text;
}

const plainName = /^[A-Za-z_$][\w$-]*$/;

/** The JSON type of a value, as error messages name it. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

function mistake(context: DecodeContext, expected: string, value: unknown): undefined {
  context.errors.push(decodeError(formatPath(context.path), `must be ${expected}, was ${jsonType(value)}`));
  return undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const string: Schema<string> = {
  zero: '',
  read: (value, context) => (typeof value === 'string' ? value : mistake(context, 'string', value)),
};

export const boolean: Schema<boolean> = {
  zero: false,
  read: (value, context) => (typeof value === 'boolean' ? value : mistake(context, 'boolean', value)),
};

export const int32: Schema<number> = integer('32-bit integer', -(2 ** 31), 2 ** 31 - 1);

/**
 * 64-bit integers are kept as JavaScript numbers. Those beyond 2^53 can't be told apart from their neighbours and are
 * refused rather than changed; no field that the product reads can hold them (ids end at 2^31).
 */
export const int64: Schema<number> = integer('integer', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

function integer(name: string, min: number, max: number): Schema<number> {
  return {
    zero: 0,
    read: (value, context) => {
      if (typeof value !== 'number') return mistake(context, name === 'integer' ? 'integer' : name, value);
      if (Number.isInteger(value) && value >= min && value <= max) return value;
      const problem = Number.isInteger(value) ? `from ${min} to ${max}` : 'without a fraction';
      context.errors.push(decodeError(formatPath(context.path), `must be ${name} ${problem}, was ${value}`));
      return undefined;
    },
  };
}

/** intstr.IntOrString: a port by number or by name. */
export const intOrString: Schema<number | string> = {
  zero: 0,
  read: (value, context) => (typeof value === 'string' ? value : int32.read(value, context)),
};

const quantityForm = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$/;

/** resource.Quantity: an amount with or without a suffix, as text or number (`500m`, `1Gi`, `1e3`, 2). */
export const quantity: Schema<string | number> = {
  zero: 0,
  read: (value, context) => {
    if (typeof value === 'number') return value;
    if (typeof value !== 'string') return mistake(context, 'quantity', value);
    if (quantityForm.test(value.trim())) return value;
    context.errors.push(
      decodeError(
        formatPath(context.path),
        `must be quantity such as "500m" or "1Gi", was ${JSON.stringify(value)}`,
      ),
    );
    return undefined;
  },
};

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** metav1.Time: RFC 3339 text. */
export const time: Schema<string> = {
  zero: null,
  read: (value, context) => {
    if (typeof value !== 'string') return mistake(context, 'string', value);
    if (rfc3339.test(value)) return value;
    context.errors.push(
      decodeError(
        formatPath(context.path),
        `must be RFC 3339 time, was ${JSON.stringify(value.slice(0, 64))}`,
      ),
    );
    return undefined;
  },
};

/** Carried as it is: no rule of the product reads it. */
export const anything: Schema<unknown> = { zero: null, read: (value) => value };

/** A field that Go holds by value, not by pointer: Kubernetes can't tell its zero value from absence. */
export function byValue<T>(schema: Schema<T>): Schema<T> {
  return { ...schema, zeroIsAbsent: true };
}

/** A list. `null` elements become the element's zero value, as in Go. */
export function list<T>(element: Schema<T>): Schema<readonly T[]> {
  return {
    zero: [],
    read: (value, context) => {
      if (!Array.isArray(value)) return mistake(context, 'array', value);
      const elements: readonly unknown[] = value;
      let copy: unknown[] | undefined;
      for (let index = 0; index < elements.length; index += 1) {
        const given = elements[index];
        context.path.push(index);
        const read = given === null || given === undefined ? element.zero : element.read(given, context);
        context.path.pop();
        if (copy === undefined && read !== given) copy = elements.slice(0, index);
        copy?.push(read);
      }
      return copy ?? elements;
    },
  };
}

/** A map from strings. Values of `null` become the value's zero, as in Go. */
export function map<T>(element: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return {
    zero: {},
    read: (value, context) => {
      if (!isRecord(value)) return mistake(context, 'object', value);
      let copy: Record<string, unknown> | undefined;
      for (const key of Object.keys(value)) {
        const given = value[key];
        context.path.push(key);
        const read = given === null || given === undefined ? element.zero : element.read(given, context);
        context.path.pop();
        if (read !== given) setOwn((copy ??= copyRecord(value)), key, read);
      }
      return copy ?? value;
    },
  };
}

/**
 * A structure with the fields of the table, all optional as every field of Kubernetes' JSON is. Those named in `always`
 * get their zero value where they are absent, so that rules need not ask.
 */
export function object<T>(fields: FieldTable, always: readonly string[] = []): Schema<T> {
  const table = new Map(Object.entries(fields));
  const zeros: readonly (readonly [string, unknown])[] = always.map((name) => [name, table.get(name)?.zero]);
  return {
    zero: Object.fromEntries(zeros),
    read: (value, context) => {
      if (!isRecord(value)) return mistake(context, 'object', value);
      let copy: Record<string, unknown> | undefined;
      for (const key of Object.keys(value)) {
        const given = value[key];
        const field = table.get(key);
        if (field === undefined) {
          context.unknownFields?.push(formatPath([...context.path, key]));
          if (context.asStored) delete (copy ??= copyRecord(value))[key];
          continue;
        }
        const absent = context.asStored && field.zeroIsAbsent === true && given === field.zero;
        if (given === null || given === undefined || absent) {
          delete (copy ??= copyRecord(value))[key];
          continue;
        }
        context.path.push(key);
        const read = field.read(given, context);
        context.path.pop();
        if (read !== given) (copy ??= copyRecord(value))[key] = read;
      }
      for (const [name, zero] of zeros) {
        if (!Object.hasOwn(copy ?? value, name)) (copy ??= copyRecord(value))[name] = zero;
      }
      return copy ?? value;
    },
  };
}

// Spread defines own properties, so that a key `__proto__` stays data.
function copyRecord(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...value };
}

function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
