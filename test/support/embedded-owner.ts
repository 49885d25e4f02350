import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that owns an embedded server. */
export interface Owner {
  readonly process: ChildProcess;
  /** Of its server. */
  readonly url: string;
  readonly reused: boolean;
}

/**
 * Starts a process that starts an embedded server, and waits for it.
 *
 * @param program text of a module that prints `url` and `reused` as JSON in one line
 * @param cleanups gets the end of the process
 */
export async function startOwner(
  program: string,
  args: readonly string[],
  cleanups: (() => unknown)[],
): Promise<Owner> {
  const all = ['--input-type=module', '-e', program, ...args];
  const owner = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'inherit'] });
  cleanups.push(() => owner.kill('SIGKILL'));
  const [line] = await once(createInterface(owner.stdout), 'line');
  return { process: owner, ...(JSON.parse(String(line)) as { url: string; reused: boolean }) };
}

/** Sends a signal to the process, and waits for its end. */
export async function endOwner({ process: owner }: Owner, signal: NodeJS.Signals): Promise<void> {
  const exited = once(owner, 'exit');
  owner.kill(signal);
  await exited;
}
