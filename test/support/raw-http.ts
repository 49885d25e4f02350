import { once } from 'node:events';
import type { Server } from 'node:http';
import { type Socket, connect } from 'node:net';

/** A connection that sends what no HTTP client would, or sends it slowly. */
export class RawClient {
  private text = '';

  private constructor(readonly socket: Socket) {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (this.text += chunk));
    socket.on('error', () => undefined); // disconnected: `close` follows
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  write(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Everything received, once the other side has closed. */
  async untilClosed(): Promise<string> {
    if (!this.socket.readableEnded && !this.socket.closed)
      await Promise.race([once(this.socket, 'end'), closed(this.socket)]);
    this.socket.destroy();
    return this.text;
  }

  /** Everything received so far, once it contains a text. */
  async until(text: string): Promise<string> {
    while (!this.text.includes(text)) {
      if (this.socket.closed) throw new Error(`Closed after ${JSON.stringify(this.text)}`);
      await Promise.race([once(this.socket, 'data'), closed(this.socket)]);
    }
    return this.text;
  }
}

async function closed(socket: Socket): Promise<void> {
  if (!socket.closed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

/** Makes a test's server listen on a free port, and returns the port. */
export async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Status and problem of a raw response. */
export function parseAnswer(text: string): { status: number; head: string; body: any } {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
    head,
    body: body === '' ? undefined : JSON.parse(body),
  };
}
