const bearer = /^Bearer +([A-Za-z0-9._~+/=-]{1,512})$/i;

/** The key in an Authorization header; undefined if there is none in the form `Bearer <key>` (RFC 6750 §2.1). */
export function bearerKey(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
}
