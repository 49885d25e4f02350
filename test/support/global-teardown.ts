import type {} from './global-setup.js';

/** Ends the Redis that the setup started, if it started one. */
export default async function tearDown(): Promise<void> {
  await globalThis.stopTestRedis?.();
  delete globalThis.stopTestRedis;
}
