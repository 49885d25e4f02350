import { findProgram } from '../program/find-program.js';

/** The absolute path of redis-server or valkey-server on the PATH; undefined if there is none. */
export function findRedisServer(): string | undefined {
  return findProgram(['redis-server', 'valkey-server']);
}
