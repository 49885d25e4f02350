import type { Command } from 'ioredis';
import { isForbidden } from './unavailability.js';

/** Answers an INFO that is not allowed: a version that has all we use, and nothing of memory or policy. */
export const NO_INFO = 'redis_version:6.2.0\r\n';

/**
 * Lets a connection work without the right to INFO. BullMQ asks it for the version, ioredis whether data are being
 * loaded; BullMQ's worker would repeat a refusal for ever, without a pause.
 */
export function replaceForbiddenInfo(command: Command): void {
  if (command.name !== 'info') return;
  const { resolve, reject } = command;
  command.reject = (error) => (isForbidden(error) ? resolve(NO_INFO) : reject(error));
}
