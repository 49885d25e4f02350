import type { Command } from 'ioredis';
import { isForbidden } from './unavailability.js';

/** Replaces a forbidden INFO reply: a version with all features that we use, and nothing about memory or policy. */
export const NO_INFO = 'redis_version:6.2.0\r\n';

/**
 * Lets a connection work without permission for INFO. BullMQ uses it to get the version, ioredis to see whether data
 * are being loaded; BullMQ's worker would retry a refusal forever, without a pause.
 */
export function replaceForbiddenInfo(command: Command): void {
  if (command.name !== 'info') return;
  const { resolve, reject } = command;
  command.reject = (error) => (isForbidden(error) ? resolve(NO_INFO) : reject(error));
}
