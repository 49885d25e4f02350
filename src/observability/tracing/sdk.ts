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
import { useTelemetry } from '../../core/bullmq/telemetry.js';
import { sayFaults } from './faults.js';
import { instrumentFetch, instrumentHttp } from './http-spans.js';
import { queueTelemetry } from './queue-spans.js';
import { RedactingProcessor } from './redacting-processor.js';
import type { ServiceName, Tracing } from './start-tracing.js';
import { ThreadSpans, takeThreadSpans } from './thread-spans.js';

/** How long a process that ends tries to send its last spans. */
const FLUSH_MS = 2_000;

/**
 * OpenTelemetry, from here on and until the process ends. What OTEL_* variables say of exporter, batches, limits and
 * sampler is read by the SDK itself. Only `traceparent` and `tracestate` are understood and sent: baggage is whatever
 * a stranger wants to have carried along.
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
  // A collector that is away keeps no process from ending.
  const flush = () => provider.shutdown().catch(() => undefined);
  return { stop: () => within(flush(), FLUSH_MS, () => undefined) };
}

/** Only the one that is used is loaded. */
async function exporterOf(format: OtlpFormat): Promise<SpanExporter> {
  const { OTLPTraceExporter } =
    format === 'json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter();
}

/** Who tells of what: HTTP in and out, queues and workers; and each line of the log which span it belongs to. */
function observe(): void {
  instrumentHttp();
  instrumentFetch();
  // Instruments are attached to a CommonJS module when it is required; what ES modules import follows by this.
  const require = createRequire(import.meta.url);
  for (const name of ['http', 'https']) require(name);
  syncBuiltinESMExports();
  useTelemetry(queueTelemetry());
  addLogFields(() => {
    const span = trace.getActiveSpan()?.spanContext();
    return span && { trace_id: span.traceId, span_id: span.spanId };
  });
}
