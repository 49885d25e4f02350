import { type RequestListener, createServer as createHttpServer } from 'node:http';
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';

/** A real server on a free loopback port, for tests of outgoing requests. */
export interface LocalOrigin {
  /** Without a final slash. */
  readonly url: string;
  readonly port: number;
  /** Number of connections so far. */
  readonly connections: number;
  /** Resolves when no connection is open. */
  allClosed(): Promise<void>;
  close(): Promise<void>;
}

/** An HTTP server with the given handler. */
export function startOrigin(handle: RequestListener): Promise<LocalOrigin> {
  return listen(createHttpServer(handle));
}

/** A server that writes raw bytes, for responses that a correct server would not send. */
export function startRawOrigin(speak: (socket: Socket) => void): Promise<LocalOrigin> {
  return listen(
    createServer((socket) => {
      speak(socket.on('error', () => undefined));
      socket.resume(); // Unread bytes would hide that the other side has closed.
    }),
  );
}

/** A handler for `startRawOrigin`: sends exactly these bytes after the status line, once the request begins. */
export function answerWith(
  rest: string,
  then: 'stay' | 'end' = 'stay',
  status = 200,
): (socket: Socket) => void {
  return (socket) => {
    socket.once('data', () => {
      socket.write(`HTTP/1.1 ${status} Any\r\n${rest}`);
      if (then === 'end') socket.end();
    });
  };
}

/** Servers that a test starts as it goes, and that are closed together. */
export class LocalOrigins {
  private readonly open: LocalOrigin[] = [];

  readonly serve = async (handle: RequestListener) => this.keep(await startOrigin(handle));
  readonly speak = async (speech: (socket: Socket) => void) => this.keep(await startRawOrigin(speech));

  async close(): Promise<void> {
    await Promise.all(this.open.splice(0).map((origin) => origin.close()));
  }

  private keep(origin: LocalOrigin): LocalOrigin {
    this.open.push(origin);
    return origin;
  }
}

async function listen(server: Server): Promise<LocalOrigin> {
  const open = new Map<Socket, Promise<void>>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.set(socket, new Promise((resolve) => socket.once('close', () => resolve())));
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // Listening on a port, not on a pipe.
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get connections() {
      return connections;
    },
    allClosed: async () => {
      await Promise.all(open.values());
    },
    close: () => {
      for (const socket of open.keys()) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
