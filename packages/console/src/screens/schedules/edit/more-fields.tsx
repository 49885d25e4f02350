import { SelectField } from '../../../components/controls/select-field.js';
import { TextField } from '../../../components/controls/text-field.js';
import { Panel } from '../../../components/layout/panel.js';
import type { PlacedError } from '../../../json/pointer.js';
import type { Draft } from './schedule-draft.js';

export interface MoreFieldsProps {
  readonly draft: Draft;
  readonly errors: readonly PlacedError[];
  readonly onChange: (changes: Partial<Draft>) => void;
}

const OVERLAPS = [
  { value: 'skip', label: 'Skip the tick' },
  { value: 'queue', label: 'Wait for it, one tick at most' },
  { value: 'cancel-previous', label: 'Cancel it' },
  { value: 'allow', label: 'Run both' },
] as const;

const CATCH_UPS = [
  { value: 'none', label: 'None' },
  { value: 'last', label: 'The last one' },
  { value: 'all', label: 'All, 100 at most' },
] as const;

/** Overlaps, missed ticks, jitter, the first and the last time, and a note. */
export function MoreFields({ draft, errors, onChange }: MoreFieldsProps) {
  const errorOf = (pointer: string) => errors.find(({ place }) => place === pointer)?.message;
  return (
    <Panel title="Rules">
      <div class="schedule-rules">
        <SelectField
          label="If the earlier one still runs"
          value={draft.overlap}
          options={OVERLAPS}
          onChange={(overlap) => onChange({ overlap })}
        />
        <SelectField
          label="Missed ticks made up for"
          value={draft.catchUp}
          options={CATCH_UPS}
          onChange={(catchUp) => onChange({ catchUp })}
        />
        {draft.catchUp === 'all' && (
          <TextField
            label="Made up for within, in hours"
            type="number"
            value={draft.windowH}
            onInput={(windowH) => onChange({ windowH })}
            error={errorOf('/catch_up_window_ms')}
          />
        )}
        <TextField
          label="Jitter, in seconds"
          type="number"
          hint="Each tick is submitted up to this much later."
          value={draft.jitterS}
          onInput={(jitterS) => onChange({ jitterS })}
          error={errorOf('/jitter_ms')}
        />
        <TextField
          label="From"
          note="optional"
          type="datetime-local"
          hint="In the time zone of this browser."
          value={draft.startAt}
          onInput={(startAt) => onChange({ startAt })}
          error={errorOf('/start_at')}
        />
        <TextField
          label="Until"
          note="optional"
          type="datetime-local"
          value={draft.endAt}
          onInput={(endAt) => onChange({ endAt })}
          error={errorOf('/end_at')}
        />
      </div>
      <TextField
        label="Note"
        note="optional"
        value={draft.note}
        onInput={(note) => onChange({ note })}
        error={errorOf('/note')}
      />
    </Panel>
  );
}
