import { connect } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Two commands that are answered while a server still loads its data: one by its error. */
const QUESTION = 'CONFIG GET dir\r\nPING\r\n';
const ANSWER = /^\*2\r\n\$3\r\ndir\r\n\$\d+\r\n(?<folder>.*)\r\n(?<state>\+PONG|-LOADING[^\r]*)\r\n$/s;

/** What a Redis or Valkey said about itself. */
export interface RedisAnswer {
  /** Its working folder, with symbolic links resolved: tells whose server it is. */
  readonly folder: string;
  /** True while it still reads its data: it does not work with them until then. */
  readonly isLoading: boolean;
}

/**
 * Asks whoever listens on this port of the loopback address. Undefined when it is nobody, when it does not answer
 * within the limit (frozen), or when it is not a Redis that answers to everybody.
 */
export async function askRedis(port: number, limitMs: number): Promise<RedisAnswer | undefined> {
  const socket = connect({ port, host: LOOPBACK, signal: AbortSignal.timeout(limitMs) });
  socket.setEncoding('utf8').write(QUESTION);
  let text = '';
  try {
    for await (const chunk of socket) {
      text += String(chunk);
      const answer = parse(text);
      if (answer) return answer;
    }
  } catch {
    // Refused, reset or out of time: that it did not answer is all there is to say.
  }
  return undefined;
}

function parse(text: string): RedisAnswer | undefined {
  const { folder, state } = ANSWER.exec(text)?.groups ?? {};
  if (folder === undefined) return undefined;
  return { folder, isLoading: state !== '+PONG' };
}
