import { oneOf, stored } from './stored.js';

/** In which zone exact times are shown. */
export const timeZone = stored('time-zone', 'local', oneOf('local', 'utc'));
