import {
  type Span,
  SpanKind,
  SpanStatusCode,
  context,
  createContextKey,
  propagation,
  trace,
} from '@opentelemetry/api';
import type { Answer, Hop } from './hop.js';

const UNWATCHED = createContextKey('celeriac.unwatched');
const tracer = trace.getTracer('celeriac');

/**
 * Runs a request that already has a span, so that the node:http instrumentation (`observability/tracing`) does not
 * create a second one.
 */
export function unwatched<T>(make: () => T): T {
  return context.with(context.active().setValue(UNWATCHED, true), make);
}

/** True inside `unwatched`. */
export function isUnwatched(): boolean {
  return context.active().getValue(UNWATCHED) === true;
}

/** Sends one hop of a request and reads its answer. */
type Send<T> = (hop: Hop, answered: (answer: Answer) => void) => Promise<T>;

/**
 * Records one hop as a client span, from before the connection until the answer is read. Without an active trace, only
 * sends.
 *
 * @param isTraced whether to send `traceparent` to the server
 */
export function inClientSpan<T>(hop: Hop, isTraced: boolean, send: Send<T>): Promise<T> {
  if (trace.getActiveSpan() === undefined) return send(hop, () => undefined);
  const options = { kind: SpanKind.CLIENT, attributes: attributesOf(hop) };
  return tracer.startActiveSpan(hop.method, options, async (span) => {
    let status = 0;
    try {
      return await send(isTraced ? withTrace(hop) : hop, ({ statusCode }) => (status = statusCode));
    } catch (error) {
      failed(span, error);
      throw error;
    } finally {
      if (status > 0) answered(span, status);
      span.end();
    }
  });
}

/** Attributes by OpenTelemetry's HTTP conventions. The query is omitted because it may contain secrets. */
function attributesOf({ url, method }: Hop) {
  return {
    'http.request.method': method,
    'server.address': url.hostname,
    'server.port': Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
    'url.full': `${url.origin}${url.pathname}`,
  };
}

/** Headers set by the caller win. */
function withTrace(hop: Hop): Hop {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return { ...hop, headers: { ...headers, ...hop.headers } };
}

function answered(span: Span, statusCode: number): void {
  span.setAttribute('http.response.status_code', statusCode);
  if (statusCode < 400) return;
  span.setAttribute('error.type', String(statusCode));
  span.setStatus({ code: SpanStatusCode.ERROR });
}

function failed(span: Span, error: unknown): void {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  span.setAttribute('error.type', name);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
