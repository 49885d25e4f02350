import { Checkbox } from '../../../components/controls/checkbox.js';
import { Segments } from '../../../components/controls/segments.js';
import { SelectField } from '../../../components/controls/select-field.js';
import { TextField } from '../../../components/controls/text-field.js';
import { DAYS, type Rule, type RuleKind, type Unit, wireOf } from '../rule/rule.js';
import { ruleFault } from './schedule-draft.js';

const KINDS: readonly { readonly value: RuleKind; readonly label: string }[] = [
  { value: 'every', label: 'Every' },
  { value: 'daily', label: 'Daily' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'cron', label: 'Cron' },
];

const UNIT_LABELS: readonly { readonly value: Unit; readonly label: string }[] = [
  { value: 's', label: 'seconds' },
  { value: 'min', label: 'minutes' },
  { value: 'h', label: 'hours' },
  { value: 'd', label: 'days' },
];

export interface RuleFieldsProps {
  readonly rule: Rule;
  /** Error that the API reported for it. */
  readonly error: string | undefined;
  readonly onChange: (rule: Rule) => void;
}

/** The builder: common rules by fields, all others as a cron expression. */
export function RuleFields({ rule, error, onChange }: RuleFieldsProps) {
  return (
    <>
      <Segments
        label="Kind of rule"
        value={rule.kind}
        options={KINDS}
        onChange={(kind) => onChange(ruleOfKind(kind, rule))}
      />
      <div class="line rule-fields">
        <FieldsOfKind rule={rule} error={error} onChange={onChange} />
      </div>
    </>
  );
}

/** Keeps what the old rule has said where the new one can say it. */
function ruleOfKind(kind: RuleKind, old: Rule): Rule {
  const time = 'time' in old ? old.time : '03:00';
  switch (kind) {
    case 'every':
      return { kind, amount: '15', unit: 'min' };
    case 'daily':
      return { kind, time };
    case 'weekly':
      return { kind, time, days: [1] };
    case 'monthly':
      return { kind, time, day: '1' };
    case 'cron':
      return { kind, text: wireOf(old)?.cron ?? '0 3 * * *' };
  }
}

function FieldsOfKind({ rule, error, onChange }: RuleFieldsProps) {
  if (rule.kind === 'every')
    return (
      <>
        <TextField
          label="Every"
          type="number"
          value={rule.amount}
          onInput={(amount) => onChange({ ...rule, amount })}
          error={wireOf(rule) ? error : 'At least one second'}
        />
        <SelectField
          label="Unit"
          value={rule.unit}
          options={UNIT_LABELS}
          onChange={(unit) => onChange({ ...rule, unit })}
        />
      </>
    );
  if (rule.kind === 'cron')
    return (
      <TextField
        label="Cron expression"
        isCode
        value={rule.text}
        onInput={(text) => onChange({ kind: 'cron', text })}
        hint="Minute, hour, day of the month, month, day of the week. Names, L, W and # are understood."
        error={ruleFault(rule) ?? error}
      />
    );
  return (
    <>
      <TextField
        label="Time"
        type="time"
        value={rule.time}
        onInput={(time) => onChange({ ...rule, time })}
        error={wireOf({ kind: 'daily', time: rule.time }) ? error : 'A time, such as 03:00'}
      />
      {rule.kind === 'weekly' && <Days days={rule.days} onChange={(days) => onChange({ ...rule, days })} />}
      {rule.kind === 'monthly' && (
        <SelectField
          label="Day"
          value={rule.day}
          options={MONTH_DAYS}
          onChange={(day) => onChange({ ...rule, day })}
          hint={Number(rule.day) > 28 ? 'Months without this day have no tick.' : undefined}
        />
      )}
    </>
  );
}

const MONTH_DAYS = [
  ...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: String(index + 1) })),
  { value: 'L', label: 'last' },
];

interface DaysProps {
  readonly days: readonly number[];
  readonly onChange: (days: readonly number[]) => void;
}

function Days({ days, onChange }: DaysProps) {
  return (
    <fieldset class="rule-days">
      <legend class="field-label">Days</legend>
      <div class="line">
        {DAYS.map((name, day) => (
          <Checkbox
            key={name}
            label={name.slice(0, 3)}
            isChecked={days.includes(day)}
            onChange={(isChecked) =>
              onChange(isChecked ? [...days, day].sort() : days.filter((one) => one !== day))
            }
          />
        ))}
      </div>
      {days.length === 0 && <div class="field-error">At least one day</div>}
    </fieldset>
  );
}
