/** All codes, in the order in which reasons are listed. docs/operations.md explains each. */
export const reasonCodes = [
  'final',
  'cancel-requested',
  'running',
  'worker-lost',
  'waits-for-steps',
  'waits-for-items',
  'waits-for-workflow',
  'rate-limit',
  'retry',
  'debounced',
  'delayed',
  'misplaced',
  'queue-paused',
  'type-paused',
  'no-worker',
  'workers-draining',
  'workers-paused',
  'workers-clock-wrong',
  'queue-limit',
  'type-limit',
  'queue-rate-limit',
  'slots-full',
  'behind',
  'next',
  'quarantined',
  'expires',
  'deduplicated',
  'queue-closed',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** A number, name, time or list out of which a reason's sentence is made. A time is a Date. */
export type Fact = string | number | boolean | Date | null | readonly Fact[] | Facts;

export interface Facts {
  readonly [name: string]: Fact;
}

/** One of the reasons for the state in which a task is. */
export interface Reason {
  readonly code: ReasonCode;
  /** True if the task cannot start, or cannot end, before this is over. */
  readonly isBlocking: boolean;
  readonly facts: Facts;
  /** The fact, in one sentence. */
  readonly message: string;
  /** The event that would end it, in one sentence; null if nothing has to. */
  readonly endsWhen: string | null;
}

/** `40 s`, `5 min`, `3 h`, `2 d`: for sentences. */
export function durationText(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1_000, 's'],
  ] as const;
  for (const [size, unit] of units) if (ms >= 2 * size) return `${Math.floor(ms / size)} ${unit}`;
  return ms >= 1_000 ? '1 s' : `${Math.max(0, Math.round(ms))} ms`;
}

/** `1 task`, `3 tasks`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `a`, `a and b`, `a, b and 7 more`. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : [...names];
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}
