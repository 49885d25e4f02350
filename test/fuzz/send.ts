import { Agent, type IncomingHttpHeaders, type IncomingMessage, request as httpRequest } from 'node:http';
import type { FuzzRequest } from './request.js';

/** A response. An event stream is read up to its first event. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** No response: the server closed the connection, or did not respond within the client's time limit. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(readonly kind: 'closed' | 'silent') {
    super(kind === 'closed' ? 'the connection was closed without an answer' : 'no answer came in time');
  }
}

const PATIENCE_MS = 8_000;

/** Sends requests byte for byte over persistent connections. */
export class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(private readonly url: string) {}

  /**
   * @param patienceMs the client's time limit
   * @throws NoAnswer
   */
  async send(request: FuzzRequest, patienceMs = PATIENCE_MS): Promise<Answer> {
    try {
      return await this.exchange(request, patienceMs, this.agent);
    } catch (error) {
      // The server was just closing this connection, which proves nothing: repeat over a new one.
      if (error instanceof NoAnswer && error.kind === 'closed')
        return this.exchange(request, patienceMs, false);
      throw error;
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(
    { method, target, headers, body }: FuzzRequest,
    patienceMs: number,
    agent: Agent | false,
  ): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest({
        hostname,
        port,
        method,
        path: target,
        agent,
        setHost: !hasHost(headers),
      });
      for (const [name, value] of headers) outgoing.appendHeader(name, value);
      if (body && !headers.some(([name]) => name === 'Transfer-Encoding'))
        outgoing.setHeader('Content-Length', body.length);
      const timer = setTimeout(() => {
        reject(new NoAnswer('silent'));
        outgoing.destroy();
      }, patienceMs);
      outgoing.once('response', (response) => {
        read(response).then(resolve, reject);
        response.once('close', () => clearTimeout(timer));
      });
      // After a response this only means that the server did not read the rest of the body.
      outgoing.on('error', () => {
        clearTimeout(timer);
        reject(new NoAnswer('closed'));
      });
      outgoing.end(method === 'GET' && !body ? undefined : body);
    });
  }
}

function hasHost(headers: FuzzRequest['headers']): boolean {
  return headers.some(([name]) => name === 'Host');
}

async function read(response: IncomingMessage): Promise<Answer> {
  const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
  const chunks: Buffer[] = [];
  const text = () => Buffer.concat(chunks).toString('utf8');
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      if (isStream && text().includes('\ndata:') && text().endsWith('\n\n')) response.destroy();
    }
  } catch (error) {
    if (!isStream) throw error;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: text() };
}
