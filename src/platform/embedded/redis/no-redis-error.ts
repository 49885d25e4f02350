import { NamedError } from '../../errors/named-error.js';
import { type PackageNames, installCommands } from '../program/install-commands.js';
import type { System } from '../program/system.js';
import { REDIS_IMAGE } from './redis-command.js';

const DOCKER = `docker run --rm -d -p 127.0.0.1:6379:6379 ${REDIS_IMAGE} redis-server --appendonly yes --maxmemory-policy noeviction`;

const PACKAGES: PackageNames = {
  debian: 'redis-server',
  fedora: 'valkey',
  rhel: 'redis',
  arch: 'valkey',
  alpine: 'redis',
  suse: 'redis',
  darwin: 'redis',
};

/** No Redis is available, and none could be installed. The message lists commands for this system. */
export class NoRedisError extends NamedError {
  /** @param failures one sentence for each attempt */
  constructor(system: System, failures: readonly string[] = []) {
    super(
      [
        'Celeriac needs Redis, but neither redis-server nor valkey-server is on the PATH.',
        ...failures,
        'Install one and start again:',
        ...installCommands(system, PACKAGES).map((command) => `  ${command}`),
        'or run one with Docker and set its URL:',
        `  ${DOCKER}`,
        '  REDIS_URL=redis://localhost:6379/0 npm start',
        'or set REDIS_URL, here or in .env, to any Redis (6.2 or newer) or Valkey.',
      ].join('\n'),
    );
  }
}
