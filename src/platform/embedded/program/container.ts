import { runCommand } from './run-command.js';

const LIMIT_MS = 5_000;

/** Removes a container in any state. A missing one is not an error. */
export async function removeContainer(file: string, name: string): Promise<void> {
  await runCommand(file, ['rm', '--force', name], { limitMs: LIMIT_MS }).catch(() => undefined);
}
