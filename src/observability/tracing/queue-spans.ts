import { type Attributes, type Context, ROOT_CONTEXT, SpanStatusCode } from '@opentelemetry/api';
import { BullMQOTelSpan, BullMQOtel } from 'bullmq-otel';
import { version } from '../../platform/config/version.js';
import type { QueueTelemetry } from '../../core/bullmq/telemetry.js';

/**
 * What BullMQ tells of itself through bullmq-otel, made readable: a span a submit and a span an attempt, both named for
 * the task, and none for what a worker does all the time (looking for jobs, extending locks, recording ends).
 *
 * Each attempt, the second as the first, is a child of its task's submit, whose `traceparent` stands in the job.
 */
export function queueTelemetry(): QueueTelemetry {
  const { tracer, contextManager } = new BullMQOtel({ tracerName: 'celeriac', version });
  const startSpan = (name: string, options?: object, parent?: Context) => {
    const told = toldName(name);
    if (told === undefined) return new QuietSpan();
    // BullMQ's types name an interface, and bullmq-otel gives its only class.
    const { span } = tracer.startSpan(told, options, parent) as BullMQOTelSpan;
    return new QueueSpan(span);
  };
  return {
    tracer: { startSpan },
    contextManager: Object.assign(contextManager, { root: () => ROOT_CONTEXT }),
  };
}

/** `add tasks.math.divide` is `submit math.divide`; a span of an attempt gets its task's name when it starts. */
function toldName(name: string): string | undefined {
  const [operation, destination = ''] = name.split(' ', 2);
  if (operation === 'add') return `submit ${destination.slice(destination.indexOf('.') + 1)}`;
  if (operation === 'addBulk') return `submit many to ${destination}`;
  return operation === 'process' ? name : undefined;
}

type Span = ReturnType<QueueTelemetry['tracer']['startSpan']>;

class QueueSpan extends BullMQOTelSpan {
  /** The names of a thousand jobs are few different ones. */
  override setAttributes({ 'bullmq.job.bulk.names': names, ...attributes }: Attributes): void {
    const distinct = Array.isArray(names) ? { 'bullmq.job.bulk.names': [...new Set(names.map(String))] } : {};
    super.setAttributes({ ...distinct, ...attributes });
  }

  /** BullMQ's events repeat results and messages of errors: what may be told of them, `AttemptSpans` tells. */
  override addEvent(): void {
    // Nothing.
  }

  override recordException(exception: Parameters<BullMQOTelSpan['recordException']>[0]): void {
    super.recordException(exception);
    this.span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/** Stands for what is not told: what happens in it happens in the span around it. */
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
