import { createRequire, syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import type { OtlpFormat } from '../../platform/config/otel-environment.js';
import { version } from '../../platform/config/version.js';
import { addLogFields } from '../../platform/logging/log-fields.js';
import { within } from '../../platform/timing/within.js';
import { sayFaults } from './faults.js';
import { instrumentFetch, instrumentHttp } from './http-spans.js';
import { queueTelemetry } from './queue-spans.js';
import { RedactingProcessor } from './redacting-processor.js';
import { type ServiceName, type Tracing, tracing } from './tracing.js';
import { ThreadSpans, takeThreadSpans } from './thread-spans.js';

/** Time limit for sending the last spans at shutdown. */
const FLUSH_MS = 2_000;

/**
 * Starts OpenTelemetry for the rest of the process. The SDK reads the OTEL_* variables for exporter, batches, limits
 * and sampler itself. Only `traceparent` and `tracestate` are propagated: baggage could be anything that a client wants
 * to pass along.
 */
export async function startSdk(service: ServiceName, format: OtlpFormat): Promise<Tracing> {
  sayFaults();
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': service, 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  const processor = isMainThread ? new BatchSpanProcessor(await exporterOf(format)) : new ThreadSpans();
  if (isMainThread) takeThreadSpans(processor, resource);
  const provider = new NodeTracerProvider({ resource, spanProcessors: [new RedactingProcessor(processor)] });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  observe();
  // An unreachable collector must not delay shutdown.
  const flush = () => provider.shutdown().catch(() => undefined);
  return { stop: () => within(flush(), FLUSH_MS, () => undefined) };
}

/** Loads only the exporter in use. */
async function exporterOf(format: OtlpFormat): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    format === 'json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

/**
 * Registers the sources of spans: incoming and outgoing HTTP, queues and workers. Adds the span's ids to every log
 * line.
 */
function observe(): void {
  instrumentHttp();
  instrumentFetch();
  // Instrumentation is attached when a CommonJS module is required; this syncs it to the ES module exports.
  const require = createRequire(import.meta.url);
  for (const name of ['http', 'https']) require(name);
  syncBuiltinESMExports();
  tracing.queues = queueTelemetry();
  addLogFields(() => {
    const span = trace.getActiveSpan()?.spanContext();
    return span && { trace_id: span.traceId, span_id: span.spanId };
  });
}
