/** F35: each key of a queue in turn is overwritten with another type, until an operator removes it. */
import { KEYS } from './harness/places.mjs';
import { breakKeys } from './harness/broken-keys.mjs';
import { hold } from './harness/until.mjs';

/** The most affected keys: those where tasks wait, run and end, and those written by submits and ends. */
const SHORT = ['prioritized', 'active', 'completed', 'events'].map((name) => `celeriac:tasks:${name}`);

export default {
  fault: 'each key of a queue of a wrong type for 20 s',
  async run(row) {
    await breakKeys(row, row.isShort ? SHORT : Object.keys(KEYS), async (client, key) => {
      const wrong = KEYS[key] === 'list' ? ['lpush', key, 'x'] : ['set', key, 'x'];
      await client.multi([['del', key], wrong]).exec(); // atomic, so that it is not created again in between
      await hold(row.isShort ? 1_500 : 20_000);
      await client.del(key);
    });
  },
};
