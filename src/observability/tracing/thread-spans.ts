import { BroadcastChannel } from 'node:worker_threads';
import type { Link, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** Between the threads of this process. */
const CHANNEL = 'celeriac.spans';

/** A span as it crosses: data only. */
type CrossingSpan = Omit<ReadableSpan, 'spanContext' | 'resource'> & { readonly own: SpanContext };

/**
 * In a thread: hands each span to the process, which sends it with its own. A thread is ended when nothing needs it,
 * or when its task does not stop: what it had not sent by then would be lost.
 */
export class ThreadSpans implements SpanProcessor {
  private readonly channel = new BroadcastChannel(CHANNEL);

  constructor() {
    this.channel.unref();
  }

  onStart(): void {
    // It is told of when it has ended.
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

/** In the process: takes what its threads hand over. */
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

/** Without the state of other systems, which is an object with methods. */
function plain({ traceId, spanId, traceFlags, isRemote }: SpanContext): SpanContext {
  return isRemote === undefined ? { traceId, spanId, traceFlags } : { traceId, spanId, traceFlags, isRemote };
}
