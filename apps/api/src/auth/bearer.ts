const bearer = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i;

/**
 * The key or token in an Authorization header; undefined if there is none in the form `Bearer <key>` (RFC 6750 §2.1).
 */
export function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
}
