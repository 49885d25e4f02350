import { Injectable } from '@nestjs/common';
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { telemetryOption } from '../../core/bullmq/telemetry.js';
import { RunnerEvents, type TaskSettled, type TaskStarted } from '../../worker/attempt/runner-events.js';

/**
 * Says in the span of an attempt which attempt of which task it is and what came of it. Only what failed is an error:
 * to be cancelled, put off or given back is none. No payload and no result is told. Both events come within the span of the attempt.
 */
@Injectable()
export class AttemptSpans {
  constructor(events: RunnerEvents) {
    if (telemetryOption().telemetry === undefined) return;
    events.on('task.started', (started) => tellStart(trace.getActiveSpan(), started));
    events.on('task.settled', (settled) => tellEnd(trace.getActiveSpan(), settled));
  }
}

function tellStart(span: Span | undefined, { id, name, queue, attempt }: TaskStarted): void {
  span?.updateName(`run ${name}`);
  span?.setAttributes({
    'celeriac.task.id': id,
    'celeriac.task.name': name,
    'celeriac.task.queue': queue,
    'celeriac.task.attempt': attempt,
  });
}

/** The error is the one that is recorded: without what its task calls secret. */
function tellEnd(span: Span | undefined, { outcome, error }: TaskSettled): void {
  span?.setAttribute('celeriac.task.outcome', outcome);
  if (error === undefined) return;
  span?.recordException({ name: error.type, message: error.message, stack: error.stack });
  span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}
