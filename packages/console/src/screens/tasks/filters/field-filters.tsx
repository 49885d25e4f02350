import { api } from '../../../api/client.js';
import { useLoad } from '../../../api/use-load.js';
import { SelectField } from '../../../components/controls/select-field.js';
import { termsOf, valuesOf, withWritten } from '../query/query-text.js';

const FIELDS = [
  { field: 'queue', label: 'Queue', any: 'Any queue' },
  { field: 'name', label: 'Name', any: 'Any name' },
  { field: 'tag', label: 'Tag', any: 'Any tag' },
  { field: 'worker', label: 'Worker', any: 'Any worker' },
] as const;

/** Values come and go slowly. */
const EVERY_MS = 30_000;

export interface FieldFiltersProps {
  readonly q: string;
  readonly onChange: (q: string) => void;
}

/** Filters by the usual values of the fields that one filters by most. */
export function FieldFilters({ q, onChange }: FieldFiltersProps) {
  const known = useLoad((signal) => Promise.all(FIELDS.map(({ field }) => suggested(field, signal))), [], {
    everyMs: EVERY_MS,
  });
  return (
    <div class="field-filters">
      {FIELDS.map(({ field, label, any }, index) => {
        const value = writtenIn(q, field);
        const values = known.data?.[index] ?? [];
        const all = value === '' || values.includes(value) ? values : [value, ...values];
        return (
          <SelectField
            key={field}
            label={label}
            isLabelHidden
            value={value}
            options={[{ value: '', label: any }, ...all.map((one) => ({ value: one, label: readable(one) }))]}
            onChange={(next) => onChange(withWritten(q, field, next))}
          />
        );
      })}
    </div>
  );
}

/** Values of a field as the query language writes them, the most frequent first. */
async function suggested(field: string, signal: AbortSignal): Promise<readonly string[]> {
  const { data } = await api.GET('/tasks/suggest', { params: { query: { q: `${field}:` } }, signal });
  return (data?.items ?? []).filter(({ kind }) => kind === 'value').map(({ text }) => text);
}

function writtenIn(q: string, field: string): string {
  const term = termsOf(q).find((one) => one.field === field && !one.isNegated);
  return term?.text.slice(field.length + 1) ?? '';
}

function readable(written: string): string {
  return valuesOf(`x:${written}`, 'x').join(' or ');
}
