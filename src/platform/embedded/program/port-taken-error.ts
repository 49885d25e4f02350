import { NamedError } from '../../errors/named-error.js';
import { freePortFrom, listenFailure } from './free-port.js';
import { holderOf } from './port-holder.js';

/** An address that a program will listen on, with its setting. */
export interface Listener {
  /** `API`, `worker` or `bridge`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `PORT`, `WORKER_PORT` or `BRIDGE_PORT`. */
  readonly variable: string;
}

/**
 * Another process already listens on a port of ours. The message names that process and a command with another port.
 */
export class PortTakenError extends NamedError {}

/**
 * Checks that these ports are free. Port 0, any free port, is skipped.
 *
 * @param command the user's command, for the suggestion: `npm start`
 * @throws PortTakenError for the first port in use
 */
export async function requireFreePorts(listeners: readonly Listener[], command: string): Promise<void> {
  for (const listener of listeners.filter(({ port }) => port !== 0)) {
    const failure = await listenFailure(listener.port, listener.host);
    if (failure === 'EADDRINUSE') throw new PortTakenError(await portTakenMessage(listener, command));
  }
}

/** The message for a port in use: the process that holds it, and a command with another port. */
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
