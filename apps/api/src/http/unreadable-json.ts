import { MalformedError } from '#libs/platform';

/** Above what manifests may nest, which has a message of its own; below what the stack bears, wherever bodies go. */
export const deepestNesting = 256;

export function notJson(): MalformedError {
  return new MalformedError('The body is not valid JSON, or has a key named __proto__.');
}

export function nestedTooDeep(): MalformedError {
  return new MalformedError(`The body is nested more than ${deepestNesting} levels deep.`);
}
