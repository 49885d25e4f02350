import { duration } from '../../format/duration.js';
import type { JsonValue } from '../../json/json.js';
import type { FormField } from '../../schema/form-field.js';

/** The explanation under an input; a time in ms is also told in larger units. */
export function hintOf(label: string, field: FormField, value: JsonValue | undefined): string | undefined {
  const limits = field.limits && (field.description ? `(${field.limits})` : field.limits);
  const time =
    label.endsWith('_ms') && typeof value === 'number' && value >= 1_000 ? `= ${duration(value)}` : undefined;
  return [time, field.description, limits].filter(Boolean).join(' ') || undefined;
}
