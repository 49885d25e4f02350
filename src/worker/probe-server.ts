import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';

/** The text format of Prometheus. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** One answer of a probe. */
export interface ProbeAnswer {
  readonly status: number;
  /** Sent as JSON; a text as it is. */
  readonly body: object | string;
}

/** What is asked, by path: `{ '/health/live': () => … }`. */
export type Probes = Readonly<Record<string, () => Promise<ProbeAnswer>>>;

/** Why a request is not answered; undefined when it is. */
export type Refusal = (request: IncomingMessage) => string | undefined;

/** A worker's own small HTTP server: health and metrics, and nothing of the API. */
export function createProbeServer(probes: Probes, refusal: Refusal): Server {
  return createServer((request, response) => {
    const message = refusal(request);
    if (message === undefined) return void answer(probes, request, response);
    send(response, { status: 403, body: { message } });
  });
}

async function answer(probes: Probes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const probe = Object.hasOwn(probes, path) ? probes[path] : undefined;
  send(response, probe ? await probe().catch(unexpected) : unknownPath(probes));
}

function send(response: ServerResponse, { status, body }: ProbeAnswer): void {
  const [type, text] = typeof body === 'string' ? [TEXT, body] : ['application/json', JSON.stringify(body)];
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(text);
}

function unknownPath(probes: Probes): ProbeAnswer {
  return {
    status: 404,
    body: { message: `This is a worker. It answers ${Object.keys(probes).join(', ')}.` },
  };
}

function unexpected(error: unknown): ProbeAnswer {
  return { status: 500, body: { status: 'error', message: String(error) } };
}
