import { PickType } from '@nestjs/swagger';
import type { ScheduledOptions } from '../../core/task/options/schedule-options.js';
import { ScheduledOptionsDto } from './schedule-request.dto.js';

/** The options of a schedule's submits, as shown: the URL of a webhook can be a secret. */
export class ShownOptionsDto extends PickType(ScheduledOptionsDto, [
  'priority',
  'attempts',
  'backoff',
  'timeout_ms',
  'tags',
  'retention_ms',
] as const) {
  /** Omitted options stay omitted. */
  static of({ backoff, ...options }: ScheduledOptions): ShownOptionsDto {
    const { priority, attempts, tags, timeoutMs, retentionMs } = options;
    return {
      ...(priority !== undefined && { priority }),
      ...(attempts !== undefined && { attempts }),
      ...(backoff !== undefined && { backoff: backoffJson(backoff) }),
      ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }),
      ...(tags !== undefined && { tags: [...tags] }),
      ...(retentionMs !== undefined && { retention_ms: retentionMs }),
    };
  }
}

function backoffJson({ type, delayMs, maxMs, jitter }: NonNullable<ScheduledOptions['backoff']>) {
  return {
    ...{ type, delay_ms: delayMs },
    ...(maxMs !== undefined && { max_ms: maxMs }),
    ...(jitter !== undefined && { jitter }),
  };
}
