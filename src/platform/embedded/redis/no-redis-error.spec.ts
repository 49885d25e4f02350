import { describe, expect, it } from '@jest/globals';
import { canInstallRedis } from './install-redis.js';
import { NoRedisError } from './no-redis-error.js';

const linux = { platform: 'linux', isRoot: false, distributions: ['debian'] } as const;

describe('installing Redis', () => {
  it('installs the package without asking only as root on Debian and Ubuntu', () => {
    expect(canInstallRedis({ ...linux, isRoot: true })).toBe(true);
    expect(canInstallRedis({ ...linux, isRoot: true, distributions: ['pop', 'ubuntu'] })).toBe(true);
    expect(canInstallRedis(linux)).toBe(false);
    expect(canInstallRedis({ ...linux, isRoot: true, distributions: ['fedora'] })).toBe(false);
    expect(canInstallRedis({ ...linux, isRoot: true, platform: 'darwin' })).toBe(false);
  });

  it.each([
    [linux, '  sudo apt-get update && sudo apt-get install -y redis-server'],
    [{ ...linux, isRoot: true }, '  apt-get update && apt-get install -y redis-server'],
    [{ ...linux, distributions: ['rocky', 'rhel', 'fedora'] }, '  sudo dnf install -y redis'],
    [{ ...linux, distributions: ['fedora'] }, '  sudo dnf install -y valkey'],
    [{ ...linux, distributions: ['manjaro', 'arch'] }, '  sudo pacman -S --needed valkey'],
    [{ ...linux, distributions: ['alpine'], isRoot: true }, '  apk add redis'],
    [{ ...linux, platform: 'darwin', distributions: [] }, '  brew install redis'],
    [{ ...linux, platform: 'win32', distributions: [] }, '  wsl --install'],
  ] as const)('suggests commands on %j', (system, command) => {
    const lines = new NoRedisError(system).message.split('\n');
    expect(lines).toContain(command);
    expect(lines).toContain('  REDIS_URL=redis://localhost:6379/0 npm start');
    expect(lines.filter((line) => /apt-get|dnf|pacman|apk|brew/.test(line)).length).toBeLessThanOrEqual(1);
  });

  it('suggests the likely commands on an unknown system, and reports what it tried', () => {
    const { message } = new NoRedisError({ ...linux, distributions: ['nixos', 'constructor'] }, [
      'Tried that.',
    ]);
    for (const tool of ['apt-get', 'dnf', 'pacman', 'apk', 'docker run']) expect(message).toContain(tool);
    expect(message).toContain('Tried that.');
  });
});
