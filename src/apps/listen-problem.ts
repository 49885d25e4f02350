import { errorCode } from '../platform/errors/error-code.js';
import { type Listener, portTakenMessage } from '../platform/embedded/program/port-taken-error.js';

/**
 * Explains why a server cannot listen, in a sentence that names the setting; undefined for any other error.
 *
 * @param error of `listen`
 */
export async function listenProblem(error: unknown, listener: Listener): Promise<string | undefined> {
  const { host, port, variable } = listener;
  switch (errorCode(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NONAME':
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return (
        `HOST is ${JSON.stringify(host)}, but must be a name or an address of this machine, such as 127.0.0.1, ::1, ` +
        `or 0.0.0.0 for all (${errorCode(error)})`
      );
    case 'EACCES':
    case 'EPERM':
      return `${variable} is ${port}, but this user may not listen on it: use a port from 1024 up`;
    case 'EADDRINUSE':
      return `${variable} is ${port} (EADDRINUSE). ${await portTakenMessage(listener, 'npm start')}`;
    default:
      return undefined;
  }
}
