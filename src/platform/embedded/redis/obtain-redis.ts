import { dockerProgram, ensureImage } from './docker.js';
import { findProgram } from '../program/find-program.js';
import { findRedisServer } from './find-redis.js';
import { canInstallRedis, installRedis } from './install-redis.js';
import { NoRedisError } from './no-redis-error.js';
import type { RedisProgram } from './redis-command.js';
import { type System, thisSystem } from '../program/system.js';

type Say = (line: string) => void;

/**
 * Finds a Redis to run: a program on the PATH, otherwise the distribution's package, if it can be installed without
 * asking, otherwise the official image, if a Docker engine answers.
 *
 * @throws NoRedisError with commands to type when all of these fail
 */
export async function obtainRedis(say: Say): Promise<RedisProgram> {
  const system = thisSystem();
  const failures: string[] = [];
  for (const way of [installed, fromPackage, fromImage]) {
    try {
      const program = await way(say, system);
      if (program) return program;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new NoRedisError(system, failures);
}

function installed(): RedisProgram | undefined {
  const file = findRedisServer();
  return file === undefined ? undefined : { kind: 'server', file };
}

async function fromPackage(say: Say, system: System): Promise<RedisProgram | undefined> {
  if (!canInstallRedis(system)) return undefined;
  say('No Redis on the PATH: installing the package redis-server with apt-get …');
  await installRedis();
  return installed();
}

async function fromImage(say: Say): Promise<RedisProgram | undefined> {
  const docker = findProgram(['docker']);
  const program = docker && (await dockerProgram(docker));
  if (program) await ensureImage(program.file, say);
  return program || undefined;
}
