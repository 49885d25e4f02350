import { type Attributes, type Context, ROOT_CONTEXT, SpanStatusCode } from '@opentelemetry/api';
import { BullMQOTelSpan, BullMQOtel } from 'bullmq-otel';
import { version } from '../../platform/config/version.js';
import type { QueueTelemetry } from '../../core/bullmq/telemetry.js';

/**
 * BullMQ's telemetry through bullmq-otel, reduced to what is useful: one span per submit and one per attempt, both
 * named after the task, and none for a worker's constant polling, lock renewals and result writes.
 *
 * Every attempt is a child of its task's submit, whose `traceparent` is stored in the job.
 */
export function queueTelemetry(): QueueTelemetry {
  const { tracer, contextManager } = new BullMQOtel({ tracerName: 'celeriac', version });
  const startSpan = (name: string, options?: object, parent?: Context) => {
    const spanName = spanNameOf(name);
    if (spanName === undefined) return new QuietSpan();
    // BullMQ's types name an interface; bullmq-otel's only class implements it.
    const { span } = tracer.startSpan(spanName, options, parent) as BullMQOTelSpan;
    return new QueueSpan(span);
  };
  return {
    tracer: { startSpan },
    contextManager: Object.assign(contextManager, { root: () => ROOT_CONTEXT }),
  };
}

/** `add tasks.math.divide` becomes `submit math.divide`. The span of an attempt is named when the attempt starts. */
function spanNameOf(name: string): string | undefined {
  const [operation, destination = ''] = name.split(' ', 2);
  if (operation === 'add') return `submit ${destination.slice(destination.indexOf('.') + 1)}`;
  if (operation === 'addBulk') return `submit many to ${destination}`;
  return operation === 'process' ? name : undefined;
}

type Span = ReturnType<QueueTelemetry['tracer']['startSpan']>;

class QueueSpan extends BullMQOTelSpan {
  /** The names of a thousand jobs have few distinct values. */
  override setAttributes({ 'bullmq.job.bulk.names': names, ...attributes }: Attributes): void {
    const distinct = Array.isArray(names) ? { 'bullmq.job.bulk.names': [...new Set(names.map(String))] } : {};
    super.setAttributes({ ...distinct, ...attributes });
  }

  /** BullMQ's events contain results and error messages. `AttemptSpans` records what is safe instead. */
  override addEvent(): void {
    // Nothing.
  }

  override recordException(exception: Parameters<BullMQOTelSpan['recordException']>[0]): void {
    super.recordException(exception);
    this.span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** Replaces an omitted span. Work inside it belongs to the surrounding span. */
class QuietSpan implements Span {
  setSpanOnContext(context: Context): Context {
    return context;
  }

  setAttribute(): void {
    // Nothing.
  }

  setAttributes(): void {
    // Nothing.
  }

  addEvent(): void {
    // Nothing.
  }

  recordException(): void {
    // Nothing.
  }

  end(): void {
    // Nothing.
  }
}
