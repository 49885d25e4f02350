import { stored } from '../../../preferences/stored.js';

const DEFAULTS: readonly string[] = [
  'status',
  'name',
  'payload',
  'queue',
  'created',
  'run_ms',
  'worker',
  'attempt',
];

/** Ids of the columns that this browser shows. The name is always among them: it links to the task. */
export const chosenColumns = stored<readonly string[]>(
  'task-columns',
  DEFAULTS,
  (value): value is readonly string[] =>
    Array.isArray(value) && value.length < 50 && value.every((id) => typeof id === 'string'),
);

export function toggleColumn(id: string): void {
  const { value } = chosenColumns;
  chosenColumns.value = value.includes(id) ? value.filter((one) => one !== id) : [...value, id];
}

export function resetColumns(): void {
  chosenColumns.value = DEFAULTS;
}
