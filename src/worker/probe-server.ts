import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';

/** Prometheus' text format. */
const TEXT = 'text/plain; version=0.0.4; charset=utf-8';

/** Response of a probe. */
export interface ProbeAnswer {
  readonly status: number;
  /** Sent as JSON; a string as plain text. */
  readonly body: object | string;
}

/** Handlers by path: `{ '/health/live': () => … }`. */
export type Probes = Readonly<Record<string, () => Promise<ProbeAnswer>>>;

/** Returns the reason for refusing a request, or undefined. */
export type Refusal = (request: IncomingMessage) => string | undefined;

/**
 * The small HTTP server of a process without an API: only health and metrics.
 *
 * @param program `worker` or `bridge`
 */
export function createProbeServer(program: string, probes: Probes, refusal: Refusal): Server {
  return createServer((request, response) => {
    const message = refusal(request);
    if (message === undefined) return void answer(program, probes, request, response);
    send(response, { status: 403, body: { message } });
  });
}

async function answer(
  program: string,
  probes: Probes,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const probe = Object.hasOwn(probes, path) ? probes[path] : undefined;
  send(response, probe ? await probe().catch(unexpected) : unknownPath(program, probes));
}

function send(response: ServerResponse, { status, body }: ProbeAnswer): void {
  const [type, text] = typeof body === 'string' ? [TEXT, body] : ['application/json', JSON.stringify(body)];
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(text);
}

function unknownPath(program: string, probes: Probes): ProbeAnswer {
  return {
    status: 404,
    body: { message: `This is a ${program}. It serves ${Object.keys(probes).join(', ')}.` },
  };
}

function unexpected(error: unknown): ProbeAnswer {
  return { status: 500, body: { status: 'error', message: String(error) } };
}
