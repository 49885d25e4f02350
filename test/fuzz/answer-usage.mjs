import { setImmediate } from 'node:timers';

/**
 * Loaded before a program under test (`--expose-gc --import`): answers over IPC how much CPU time it has taken, and how
 * much memory is really in use. What waits for garbage collection counts for nothing, so it is collected first, twice:
 * finalizers free more.
 */
process.on('message', (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send({ type: 'cpu', used: (user + system) / 1_000 });
  }
  if (question !== 'memory') return;
  globalThis.gc();
  setImmediate(() => {
    globalThis.gc();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send({ type: 'memory', used: heapUsed + external, rss });
  });
});
