import { setting } from './setting.js';
import { duration, text, url } from './value-types.js';

/** Bearer tokens of an OpenID provider, beside API keys. */
export const oidcSettings = {
  issuer: setting('OIDC_ISSUER', url(['https', 'http'], 'https://login.example.com/realms/main'), {
    about:
      'The OpenID provider whose tokens are accepted beside API keys: exactly what they have as `iss`. Its keys are found through `/.well-known/openid-configuration`.',
  }),
  audience: setting('OIDC_AUDIENCE', text('text that is not empty'), {
    about: 'What tokens have to have as `aud`: those made for other services are refused.',
  }),
  bindings: setting('OIDC_BINDINGS_FILE', text('the path of a YAML file'), {
    file: true,
    about:
      'File that says which claims give which bindings, in YAML or JSON: see [access control](access-control.md#tokens-of-an-openid-provider).',
  }),
  keysUrl: setting('OIDC_JWKS_URL', url(['https', 'http'], 'https://login.example.com/keys'), {
    about: 'Where the keys of the provider are, if it has no `/.well-known/openid-configuration`.',
  }),
  nameClaim: setting('OIDC_NAME_CLAIM', text('the name of a claim'), {
    default: 'sub',
    about: 'The claim by which callers are called in `createdBy` and in the audit log, such as `email`.',
  }),
  keysCooldown: setting('OIDC_JWKS_COOLDOWN', duration('0s', '10m'), {
    default: '30s',
    about:
      'How long after its keys were read the provider is not asked again for a key that is not known. Keys are read anew every 10 minutes in any case.',
  }),
};
