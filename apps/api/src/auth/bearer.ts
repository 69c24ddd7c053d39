const bearer = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i;

/**
 * The key or token in an Authorization header; undefined if there is none in the form `Bearer <key>` (RFC 6750 §2.1).
 */
export function bearerOf(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
}

const basic = /^Basic +([A-Za-z0-9+/]{1,12000}={0,2})$/i;

/**
 * An Authorization header with a key as its password, whatever the user (`Basic`, RFC 7617), as the one that bears the key; any
 * other as it is.
 */
export function passwordAsBearer(authorization: string | undefined): string | undefined {
  const encoded = authorization === undefined ? undefined : basic.exec(authorization)?.[1];
  if (encoded === undefined) return authorization;
  const credentials = Buffer.from(encoded, 'base64').toString();
  return `Bearer ${credentials.slice(credentials.indexOf(':') + 1)}`;
}
