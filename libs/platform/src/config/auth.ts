import { setting } from './setting.js';
import { duration, matching } from './value-types.js';

const apiKey = matching(
  /^[A-Za-z0-9._~+/=-]{32,256}$/,
  'the path of a file with one line of 32 to 256 letters, digits and the characters . _ ~ + / = -',
);

/** API keys. */
export const authSettings = {
  bootstrapKey: setting('BOOTSTRAP_API_KEY_FILE', apiKey, {
    file: true,
    secret: true,
    about:
      'File with a key of at least 32 characters that is valid as admin. Read when the API starts; a key from an earlier content of the file is revoked.',
  }),
  cacheTime: setting('API_KEY_CACHE_TIME', duration('0s', '5m'), {
    default: '5s',
    about:
      'How long a key is taken as valid without asking the database: a revoked key may work for so long.',
  }),
};
