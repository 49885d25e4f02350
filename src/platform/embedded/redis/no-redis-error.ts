import { REDIS_IMAGE } from './redis-command.js';
import type { System } from '../program/system.js';

const DOCKER = `docker run --rm -d -p 127.0.0.1:6379:6379 ${REDIS_IMAGE} redis-server --appendonly yes --maxmemory-policy noeviction`;

/** Commands, run as root, that install Redis or Valkey on each distribution. */
const INSTALL: Readonly<Record<string, string>> = {
  debian: 'apt-get update && apt-get install -y redis-server',
  ubuntu: 'apt-get update && apt-get install -y redis-server',
  fedora: 'dnf install -y valkey',
  rhel: 'dnf install -y redis',
  centos: 'dnf install -y redis',
  arch: 'pacman -S --needed valkey',
  alpine: 'apk add redis',
  suse: 'zypper install -y redis',
};

/** No Redis is available, and none could be installed. The message lists commands for this system. */
export class NoRedisError extends Error {
  override readonly name = 'NoRedisError';

  /** @param failures one sentence for each attempt */
  constructor(system: System, failures: readonly string[] = []) {
    super(
      [
        'Celeriac needs Redis, but neither redis-server nor valkey-server is on the PATH.',
        ...failures,
        'Install one and start again:',
        ...installCommands(system).map((command) => `  ${command}`),
        'or run one with Docker and set its URL:',
        `  ${DOCKER}`,
        '  REDIS_URL=redis://localhost:6379/0 npm start',
        'or set REDIS_URL, here or in .env, to any Redis (6.2 or newer) or Valkey.',
      ].join('\n'),
    );
  }
}

/** One command for a known system, otherwise the likely ones. */
function installCommands({ platform, distributions, isRoot }: System): string[] {
  if (platform === 'darwin') return ['brew install redis'];
  if (platform === 'win32')
    return ['wsl --install', '(and run Celeriac inside it: Redis does not run on Windows itself)'];
  const known = distributions.find((name) => Object.hasOwn(INSTALL, name));
  const names = known === undefined ? ['debian', 'fedora', 'arch', 'alpine'] : [known];
  return names.flatMap((name) => asRoot(INSTALL[name] ?? '', isRoot));
}

function asRoot(command: string, isRoot: boolean): string {
  return isRoot ? command : command.replaceAll(/(^|&& )/g, '$1sudo ');
}
