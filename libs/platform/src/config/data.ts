import { setting } from './setting.js';
import { text } from './value-types.js';

/** Files of the embedded services. */
export const dataSettings = {
  directory: setting('DATA_DIR', text('path of a directory'), {
    default: '.data',
    about: 'Where `npm start` keeps its Postgres and the bootstrap key.',
  }),
};
