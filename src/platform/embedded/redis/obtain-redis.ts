import { dockerProgram, ensureImage } from './docker.js';
import { findProgram, findRedisServer } from '../program/find-program.js';
import { canInstallRedis, installRedis } from './install-redis.js';
import { NoRedisError } from './no-redis-error.js';
import type { RedisProgram } from './redis-command.js';
import { type System, thisSystem } from '../program/system.js';

type Say = (line: string) => void;

/**
 * A Redis to run: what is on the PATH; else what the distribution's package installs, where that can be done
 * unasked; else the official image, where a Docker engine answers.
 *
 * @throws NoRedisError when none of it works, with what to type
 */
export async function obtainRedis(say: Say, system: System = thisSystem()): Promise<RedisProgram> {
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
  say('Installing the package redis-server with apt-get, as there is no Redis on the PATH …');
  await installRedis();
  return installed();
}

async function fromImage(say: Say): Promise<RedisProgram | undefined> {
  const docker = findProgram(['docker']);
  const program = docker && (await dockerProgram(docker));
  if (program) await ensureImage(program.file, say);
  return program || undefined;
}
