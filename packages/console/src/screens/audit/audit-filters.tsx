import { useSignal } from '@preact/signals';
import { useQuery } from '../../app/use-query.js';
import { Button } from '../../components/controls/button.js';
import { SelectField } from '../../components/controls/select-field.js';
import { TextField } from '../../components/controls/text-field.js';
import { inputOfTime, timeOfInput } from '../../format/time-input.js';
import { timeZone } from '../../preferences/time-zone.js';
import { OUTCOMES } from './audit-entry.js';

/** Parameters of the address that filter the entries. */
export const FILTERS = ['who', 'action', 'target', 'outcome', 'from', 'to'] as const;

/** The filters of the list. What is typed counts with Enter, or when the input is left. */
export function AuditFilters() {
  const { query, setQuery } = useQuery();
  const isFiltered = FILTERS.some((name) => query[name]);
  return (
    <div class="audit-filters">
      <TextFilter name="who" label="Who" isSearch />
      <TextFilter name="action" label="Action" />
      <TextFilter name="target" label="Target" />
      <SelectField
        label="Outcome"
        value={query['outcome'] ?? ''}
        options={[{ value: '', label: 'any' }, ...OUTCOMES.map((value) => ({ value, label: value }))]}
        onChange={(outcome) => setQuery({ outcome })}
      />
      <TimeFilter name="from" label="From" />
      <TimeFilter name="to" label="Until" />
      {isFiltered && (
        <Button
          label="Show all"
          icon="close"
          look="quiet"
          onClick={() => setQuery(Object.fromEntries(FILTERS.map((name) => [name, undefined])))}
        />
      )}
    </div>
  );
}

interface FilterProps {
  readonly name: (typeof FILTERS)[number];
  readonly label: string;
  readonly isSearch?: boolean;
}

function TextFilter({ name, label, isSearch = false }: FilterProps) {
  const { query, setQuery } = useQuery();
  const current = query[name] ?? '';
  const draft = useSignal<{ of: string; text: string }>({ of: current, text: current });
  if (draft.peek().of !== current) draft.value = { of: current, text: current };
  const commit = (): void => setQuery({ [name]: draft.value.text.trim() });
  return (
    <form
      onChange={commit}
      onSubmit={(event) => {
        event.preventDefault();
        commit();
      }}
    >
      <TextField
        label={label}
        isSearch={isSearch}
        value={draft.value.text}
        onInput={(text) => (draft.value = { of: current, text })}
      />
    </form>
  );
}

function TimeFilter({ name, label }: FilterProps) {
  const { query, setQuery } = useQuery();
  return (
    <TextField
      label={label}
      type="datetime-local"
      value={inputOfTime(query[name], timeZone.value)}
      onInput={(text) => setQuery({ [name]: timeOfInput(text, timeZone.value) }, true)}
    />
  );
}
