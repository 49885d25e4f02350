import { once } from 'node:events';
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Variables } from './sandbox.js';

/** A received span, with its attributes by name. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parentSpanId: string;
  readonly isError: boolean;
  readonly message: string;
  readonly attributes: Record<string, unknown>;
  readonly events: readonly { readonly name: string; readonly attributes: Record<string, unknown> }[];
}

/** A received request. */
interface Received {
  readonly contentType: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A collector: an HTTP server that parses OTLP/JSON traces, and keeps every other body unchanged. */
export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = [];
  readonly bodies: Received[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<OtlpReceiver> {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const receiver = new OtlpReceiver(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => {
      void buffer(request).then((body) => {
        const contentType = request.headers['content-type'] ?? '';
        const { url: path = '', headers } = request;
        receiver.bodies.push({ contentType, path, headers, body });
        if (contentType === 'application/json') receiver.spans.push(...spansOf(JSON.parse(body.toString())));
        response.setHeader('Content-Type', contentType).end(contentType === 'application/json' ? '{}' : '');
      });
    });
    return receiver;
  }

  /** Environment variables that make a process send its traces here, as JSON and without delay. */
  get variables(): Variables {
    return {
      OTEL_EXPORTER_OTLP_ENDPOINT: this.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    };
  }

  /** The spans of a trace received so far. */
  trace(traceId: string): ReceivedSpan[] {
    return this.spans.filter((span) => span.traceId === traceId);
  }

  /** Everything received, as text. */
  get text(): string {
    return this.bodies.map(({ body }) => body.toString()).join('\n');
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;

function spansOf({ resourceSpans }: any): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) => {
    const service = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }: any) => spans.map((span: any) => received(service, span)));
  });
}

function received(service: string, span: any): ReceivedSpan {
  const { name, traceId, spanId, parentSpanId = '', status = {}, events = [] } = span;
  return {
    ...{ service, name, traceId, spanId, parentSpanId },
    kind: KINDS[span.kind as number] ?? 'internal',
    isError: status.code === 2,
    message: status.message ?? '',
    attributes: valuesOf(span.attributes),
    events: events.map((event: any) => ({ name: event.name, attributes: valuesOf(event.attributes) })),
  };
}

function valuesOf(attributes: any[] = []): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf(value: any): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(valueOf);
  return Object.values(value)[0];
}
