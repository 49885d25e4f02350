import { taskJson, type TaskJson, type TaskSnapshot, type TaskStatus } from '../../../core/index.js';
import { isoTime } from '../../../platform/timing/iso-time.js';
import type { DeliverWebhookPayload } from './deliver-webhook.payload.js';

/** The final statuses. */
const TYPES: Partial<Record<TaskStatus, string>> = {
  SUCCESS: 'task.succeeded',
  FAILURE: 'task.failed',
  REVOKED: 'task.revoked',
};

/**
 * The event for a completed task: its final snapshot, as in GET /tasks/{id}. If it exceeds the payload limit, the
 * result is left out and marked so; if that is not enough, attempt errors and progress too.
 *
 * @param limitBytes MAX_PAYLOAD_BYTES
 */
export function endEvent(url: string, task: TaskSnapshot, limitBytes: number): DeliverWebhookPayload {
  const type = TYPES[task.status] ?? 'task.revoked';
  const timestamp = isoTime(task.finishedAt ?? 0);
  const eventOf = (data: TaskJson) => ({ url, type, timestamp, data });
  const fits = (data: TaskJson) => Buffer.byteLength(JSON.stringify(eventOf(data))) <= limitBytes;
  const whole = taskJson(task);
  if (fits(whole)) return eventOf(whole);
  const smaller = withoutResult(whole);
  return eventOf(fits(smaller) ? smaller : withoutDetails(smaller));
}

function withoutResult(task: TaskJson): TaskJson {
  return { ...task, result: null, result_left_out: true };
}

function withoutDetails(task: TaskJson): TaskJson {
  return { ...task, errors: [], progress: null };
}
