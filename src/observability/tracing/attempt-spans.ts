import { Injectable } from '@nestjs/common';
import { type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import { CoreOptions } from '../../core/core-options.js';
import { RunnerEvents, type TaskSettled, type TaskStarted } from '../../worker/attempt/runner-events.js';

/**
 * Adds the task, the attempt number and the outcome to the span of an attempt. Only failures are errors: cancelled,
 * snoozed and requeued attempts are not. Payloads and results are never included. Both events arrive within the
 * attempt's span.
 */
@Injectable()
export class AttemptSpans {
  constructor(events: RunnerEvents, { telemetry }: CoreOptions) {
    if (telemetry === undefined) return;
    events.on('task.started', (started) => recordStart(trace.getActiveSpan(), started));
    events.on('task.settled', (settled) => recordEnd(trace.getActiveSpan(), settled));
  }
}

function recordStart(span: Span | undefined, { id, name, queue, attempt }: TaskStarted): void {
  span?.updateName(`run ${name}`);
  span?.setAttributes({
    'celeriac.task.id': id,
    'celeriac.task.name': name,
    'celeriac.task.queue': queue,
    'celeriac.task.attempt': attempt,
  });
}

/** The error is the recorded one, without the task's secrets. */
function recordEnd(span: Span | undefined, { outcome, error }: TaskSettled): void {
  span?.setAttribute('celeriac.task.outcome', outcome);
  if (error === undefined) return;
  span?.recordException({ name: error.type, message: error.message, stack: error.stack });
  span?.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
}
