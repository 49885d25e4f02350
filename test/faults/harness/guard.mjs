/**
 * Ends leftover processes of a run, even after SIGKILL: it learns over IPC what was started, and acts when its parent
 * is gone. It kills process groups, so that children of children (Redis' rewrite of its append-only file) end, too.
 */
import { rmSync } from 'node:fs';

const groups = new Set();
const folders = new Set();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

process.on('message', ({ what, value }) => {
  if (what === 'started') groups.add(value);
  if (what === 'ended') groups.delete(value);
  if (what === 'folder') folders.add(value);
});

process.on('disconnect', () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // it has ended in the meantime
    }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
