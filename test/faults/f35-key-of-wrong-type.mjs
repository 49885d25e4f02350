/** F35: something overwrites a key of a queue with a value of another type, each in its turn, until an operator removes it. */
import { KEYS } from './harness/places.mjs';
import { breakKeys } from './harness/broken-keys.mjs';
import { hold } from './harness/until.mjs';

/** What meets the fault in most ways: where a task waits, runs and ends, what its submit and its end write to. */
const SHORT = ['prioritized', 'active', 'completed', 'events'].map((name) => `celeriac:tasks:${name}`);

export default {
  fault: 'each key of a queue of a wrong type for 20 s',
  async run(row) {
    await breakKeys(row, row.isShort ? SHORT : Object.keys(KEYS), async (client, key) => {
      const wrong = KEYS[key] === 'list' ? ['lpush', key, 'x'] : ['set', key, 'x'];
      await client.multi([['del', key], wrong]).exec(); // nobody makes it anew in between
      await hold(row.isShort ? 1_500 : 20_000);
      await client.del(key);
    });
  },
};
