import { describe, expect, it } from '@jest/globals';
import { ServerStartError } from './server-log.js';

describe('the error of a server that does not start', () => {
  it.each(['FATAL: could not write lock file: No space left on device', 'HINT:  Check free disk space.'])(
    'names a full disk: %s',
    (line) => {
      expect(new ServerStartError('postgres ended at once', line).message).toBe(
        `postgres ended at once. The disk is full: free some space and start again. The last lines of its log:\n${line}`,
      );
    },
  );

  it('shows the end of the log, or that there is none', () => {
    const { message } = new ServerStartError('redis-server ended at once', '');
    expect(message).toBe('redis-server ended at once. The last lines of its log:\n(it wrote nothing)');
  });
});
