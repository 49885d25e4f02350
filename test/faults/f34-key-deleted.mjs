/** F34: an operator deletes each key of a queue in turn. Its content is rebuilt from the records. */
import { KEYS } from './harness/places.mjs';
import { breakKeys } from './harness/broken-keys.mjs';

export default {
  fault: 'each single key of a queue deleted',
  async run(row) {
    await breakKeys(row, Object.keys(KEYS), (client, key) => client.del(key));
  },
};
