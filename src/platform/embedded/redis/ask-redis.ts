import { connect } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Two commands that are answered while a server still loads its data: one by its error. */
const QUESTION = 'CONFIG GET dir\r\nPING\r\n';
/** AUTH fails on a server without a password, which then answers the rest all the same. */
const ANSWER =
  /^(?:(?<login>\+OK|-[^\r]*)\r\n)?\*2\r\n\$3\r\ndir\r\n\$\d+\r\n(?<folder>.*)\r\n(?<state>\+PONG|-LOADING[^\r]*)\r\n$/s;
const REFUSED = /^-NOAUTH/m;

/** What a Redis or Valkey said about itself. */
export interface RedisAnswer {
  /** Its working folder, with symbolic links resolved: tells whose server it is. */
  readonly folder: string;
  /** True while it still reads its data: it does not work with them until then. */
  readonly isLoading: boolean;
  /** True when it asks nobody for a password. */
  readonly isOpen: boolean;
}

/**
 * Asks whoever listens on this port of the loopback address. Undefined when it is nobody, when it does not answer
 * within the limit (frozen), or when it is not a Redis that this password opens.
 *
 * @param password left out for a server without one
 */
export async function askRedis(
  port: number,
  limitMs: number,
  password?: string,
): Promise<RedisAnswer | undefined> {
  const socket = connect({ port, host: LOOPBACK, signal: AbortSignal.timeout(limitMs) });
  const login = password === undefined ? '' : `AUTH ${password}\r\n`;
  socket.setEncoding('utf8').write(`${login}${QUESTION}`);
  let text = '';
  try {
    for await (const chunk of socket) {
      text += String(chunk);
      const answer = parse(text);
      if (answer) return answer;
      if (REFUSED.test(text)) return undefined;
    }
  } catch {
    // Refused, reset or out of time: that it did not answer is all there is to say.
  }
  return undefined;
}

/**
 * Has an open server ask for this password from now on. Connections that it has already stay usable.
 *
 * @returns whether it does
 */
export async function setPassword(port: number, limitMs: number, password: string): Promise<boolean> {
  const socket = connect({ port, host: LOOPBACK, signal: AbortSignal.timeout(limitMs) });
  socket.setEncoding('utf8').write(`CONFIG SET requirepass ${password}\r\n`);
  try {
    for await (const chunk of socket) return String(chunk) === '+OK\r\n';
  } catch {
    // As in askRedis.
  }
  return false;
}

function parse(text: string): RedisAnswer | undefined {
  const { login, folder, state } = ANSWER.exec(text)?.groups ?? {};
  if (folder === undefined) return undefined;
  return { folder, isLoading: state !== '+PONG', isOpen: login !== '+OK' };
}
