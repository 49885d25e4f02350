import { connect } from 'node:net';
import { LOOPBACK } from '../program/free-port.js';

/** Two commands that a server answers even while loading its data; PING with an error. */
const QUESTION = 'CONFIG GET dir\r\nPING\r\n';
/** AUTH fails on a server without a password, which then still answers the rest. */
const ANSWER =
  /^(?:(?<login>\+OK|-[^\r]*)\r\n)?\*2\r\n\$3\r\ndir\r\n\$\d+\r\n(?<folder>.*)\r\n(?<state>\+PONG|-LOADING[^\r]*)\r\n$/s;
const REFUSED = /^-NOAUTH/m;

/** A Redis or Valkey's description of itself. */
export interface RedisAnswer {
  /** Its working directory, with symbolic links resolved. Identifies the server. */
  readonly folder: string;
  /** True while it is loading its data and serves no commands. */
  readonly isLoading: boolean;
  /** True if it requires no password. */
  readonly isOpen: boolean;
}

/**
 * Queries the listener on this port of the loopback address. Undefined if there is none, if it does not answer in time
 * (frozen), or if it is not a Redis with this password.
 *
 * @param password omit for a server without one
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
    // Refused, reset or timed out: no answer in every case.
  }
  return undefined;
}

/**
 * Sets the password of an open server. Existing connections stay usable.
 *
 * @returns whether the server accepted it
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
