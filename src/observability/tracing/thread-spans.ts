import { BroadcastChannel } from 'node:worker_threads';
import type { Link, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** BroadcastChannel between the threads of this process. */
const CHANNEL = 'celeriac.spans';

/** The serialisable form of a span. */
type CrossingSpan = Omit<ReadableSpan, 'spanContext' | 'resource'> & { readonly own: SpanContext };

/**
 * In a thread: passes each span to the main thread, which exports it with its own. A thread is terminated when it is
 * idle too long or its task does not stop; spans that it had not sent by then would be lost.
 */
export class ThreadSpans implements SpanProcessor {
  private readonly channel = new BroadcastChannel(CHANNEL);

  constructor() {
    this.channel.unref();
  }

  onStart(): void {
    // Spans are passed on when they end.
  }

  onEnd(span: ReadableSpan): void {
    this.channel.postMessage(crossing(span));
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.channel.close();
    return Promise.resolve();
  }
}

/** In the main thread: receives the spans of its threads. */
export function takeThreadSpans(processor: SpanProcessor, resource: Resource): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = (message: unknown) => {
    // Only ThreadSpans writes to this channel.
    const { own, ...span } = (message as { data: CrossingSpan }).data;
    processor.onEnd({ ...span, resource, spanContext: () => own });
  };
  channel.unref();
}

function crossing(span: ReadableSpan): CrossingSpan {
  const { name, kind, startTime, endTime, status, attributes, events, duration, ended } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount, parentSpanContext } = span;
  const { name: scope, version } = span.instrumentationScope;
  return {
    ...{ name, kind, startTime, endTime, status, attributes, events, duration, ended },
    ...{ droppedAttributesCount, droppedEventsCount, droppedLinksCount },
    instrumentationScope: version === undefined ? { name: scope } : { name: scope, version },
    links: span.links.map((link): Link => ({ ...link, context: plain(link.context) })),
    ...(parentSpanContext && { parentSpanContext: plain(parentSpanContext) }),
    own: plain(span.spanContext()),
  };
}

/** Drops the trace state of other systems, which is an object with methods. */
function plain({ traceId, spanId, traceFlags, isRemote }: SpanContext): SpanContext {
  return isRemote === undefined ? { traceId, spanId, traceFlags } : { traceId, spanId, traceFlags, isRemote };
}
