import { existsSync } from 'node:fs';
import { CommandError, runCommand } from '../program/run-command.js';
import type { System } from '../program/system.js';

const PACKAGE = 'redis-server';
/** Downloads a few megabytes, and waits for another running apt-get. */
const LIMIT_MS = 600_000;
const LOCK_TIMEOUT = ['-o', 'DPkg::Lock::Timeout=300'];
const SERVICE_LIMIT_MS = 60_000;

/** Only root may install, and only apt's packages are known well enough to install without asking. */
export function canInstallRedis({ platform, distributions, isRoot }: System): boolean {
  const hasApt = distributions.includes('debian') || distributions.includes('ubuntu');
  return platform === 'linux' && isRoot && hasApt;
}

/**
 * Installs the distribution's redis-server package. The package also starts an unwanted Redis service, which is stopped
 * again.
 *
 * @throws CommandError
 */
export async function installRedis(): Promise<void> {
  try {
    await installPackage();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // Fresh containers have no package lists, and old lists name packages that no longer exist.
    await aptGet('update');
    await installPackage();
  }
  await stopService();
}

async function installPackage(): Promise<void> {
  await aptGet('install', '-y', '--no-install-recommends', PACKAGE);
}

async function aptGet(...args: string[]): Promise<void> {
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', [...LOCK_TIMEOUT, ...args], { limitMs: LIMIT_MS, environment });
}

/** Best effort: a service that cannot be stopped keeps port 6379, where it does not interfere. */
async function stopService(): Promise<void> {
  const hasSystemd = existsSync('/run/systemd/system');
  const [file, args] = hasSystemd
    ? ['systemctl', ['disable', '--now', PACKAGE]]
    : ['service', [PACKAGE, 'stop']];
  await runCommand(file, args, { limitMs: SERVICE_LIMIT_MS }).catch(() => undefined);
}
