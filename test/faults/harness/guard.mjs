/**
 * Ends what a run leaves behind, however it ended, SIGKILL included: told over IPC what was started, it acts when its
 * parent is gone. Process groups, so that the children of a child (Redis' rewrite of its append-only file) end too.
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
      // it has ended meanwhile
    }
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
