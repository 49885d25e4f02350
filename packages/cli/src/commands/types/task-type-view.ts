import type { components } from '@celeriac/client';
import type { Detail } from '../../output/details.js';
import { durationText } from '../../output/times.js';

export type TaskType = components['schemas']['TaskTypeDto'];

export function taskTypeDetails(type: TaskType): Detail[] {
  const { defaults } = type;
  const { backoff } = defaults;
  return [
    ['Name', type.name],
    ['Aliases', type.aliases.join(' ')],
    ['Summary', type.summary],
    ['Queue', type.queue],
    ['Isolation', defaults.isolation],
    ['Priority', defaults.priority],
    ['Attempts', `${defaults.attempts}, ${backoff.type} backoff from ${durationText(backoff.delay_ms)}`],
    ['Limits', limitsText(type)],
    ['Paused', type.paused && 'yes'],
    ['Retention', durationText(defaults.retention_ms)],
    ['Secrets', type.redact.join(' ')],
    ['Example', type.example && JSON.stringify(type.example)],
    ['Payload', JSON.stringify(type.payload_schema, null, 2)],
    ['Result', JSON.stringify(type.result_schema, null, 2)],
  ];
}

/** `10 per 1 s (changed), 30 s for an attempt`; what operators have set is marked. */
export function limitsText({ limits }: TaskType): string {
  const { rate, timeout_ms: timeout, concurrency, changed } = limits;
  const mark = (name: (typeof changed)[number]) => (changed.includes(name) ? ' (changed)' : '');
  const parts = [
    rate && `${rate.max} per ${durationText(rate.duration_ms)}${mark('rate')}`,
    timeout !== null && `${durationText(timeout)} for an attempt${mark('timeout_ms')}`,
    concurrency !== null && `${concurrency} at once`,
  ];
  return parts.filter(Boolean).join(', ') || 'none';
}
