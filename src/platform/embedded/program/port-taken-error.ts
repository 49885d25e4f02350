import { freePortFrom, listenFailure } from './free-port.js';
import { holderOf } from './port-holder.js';

/** Where a program is going to listen, and the setting that says so. */
export interface Listener {
  /** `API` or `worker`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `PORT` or `WORKER_PORT`. */
  readonly variable: string;
}

/** Another process listens where one of ours is to. The message names it, and gives the line to type. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * Looks whether these ports can be listened on now. Port 0 is any free one.
 *
 * @param command what the user typed, for the line to type instead: `npm start`
 * @throws PortTakenError of the first that cannot
 */
export async function requireFreePorts(listeners: readonly Listener[], command: string): Promise<void> {
  for (const listener of listeners.filter(({ port }) => port !== 0)) {
    const failure = await listenFailure(listener.port, listener.host);
    if (failure === 'EADDRINUSE') throw new PortTakenError(await portTakenMessage(listener, command));
  }
}

/** What to tell somebody whose port is taken: by whom, and what to type. */
export async function portTakenMessage(
  { name, host, port, variable }: Listener,
  command: string,
): Promise<string> {
  const holder = holderOf(port);
  const by = holder ? `process ${holder.pid} (${holder.command})` : 'another process';
  const other = await freePortFrom(port + 100, host);
  const remedy = `${variable}=${other} ${command}`;
  return `The ${name} cannot listen on port ${port}: it is in use by ${by}.\nStop that process, or use another port:\n\n  ${remedy}\n`;
}
