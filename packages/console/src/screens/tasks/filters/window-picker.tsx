import { useSignal } from '@preact/signals';
import { SelectField } from '../../../components/controls/select-field.js';
import { TextField } from '../../../components/controls/text-field.js';
import { Dialog } from '../../../components/feedback/dialog.js';
import { timeZone } from '../../../preferences/time-zone.js';
import { WINDOWS, between, windowIn, withWindow } from './time-window.js';

const CHOOSE = 'choose';

export interface WindowPickerProps {
  readonly q: string;
  readonly onChange: (q: string) => void;
}

/** Chooses the time in which tasks were received, or have finished. */
export function WindowPicker({ q, onChange }: WindowPickerProps) {
  const isOpen = useSignal(false);
  const { field, value } = windowIn(q);
  const isOther = value !== '' && WINDOWS.every((one) => one.value !== value);
  const verb = field === 'created' ? 'received' : 'finished';
  const options = [
    { value: '', label: `Any time ${verb}` },
    ...WINDOWS,
    ...(isOther ? [{ value, label: 'From … to …' }] : []),
    { value: CHOOSE, label: isOther ? 'Change …' : 'From … to …' },
  ];
  return (
    <div class="window-picker">
      <SelectField
        label={`Time ${verb}`}
        isLabelHidden
        value={value}
        options={options}
        onChange={(next) => (next === CHOOSE ? (isOpen.value = true) : onChange(withWindow(q, next)))}
      />
      {isOpen.value && (
        <FromTo
          verb={verb}
          onClose={() => (isOpen.value = false)}
          onChoose={(next) => {
            isOpen.value = false;
            onChange(withWindow(q, next));
          }}
        />
      )}
    </div>
  );
}

interface FromToProps {
  readonly verb: string;
  readonly onClose: () => void;
  /** @param value the window as the query language writes it */
  readonly onChoose: (value: string) => void;
}

function FromTo({ verb, onClose, onChoose }: FromToProps) {
  const from = useSignal('');
  const to = useSignal('');
  const zone = timeZone.value === 'utc' ? 'UTC' : 'your local time';
  const moment = (text: string) =>
    text === '' ? undefined : new Date(timeZone.value === 'utc' ? `${text}Z` : text);
  return (
    <Dialog
      isOpen
      title={`Tasks ${verb} from … to …`}
      actionLabel="Search"
      isDisabled={from.value === '' && to.value === ''}
      onClose={onClose}
      onAction={() => onChoose(between(moment(from.value), moment(to.value)))}
    >
      <TextField
        {...{ label: 'From', type: 'datetime-local', hint: `In ${zone}. Empty: from the beginning.` }}
        value={from.value}
        onInput={(text) => (from.value = text)}
      />
      <TextField
        {...{ label: 'To', type: 'datetime-local', hint: 'Empty: until now.' }}
        value={to.value}
        onInput={(text) => (to.value = text)}
      />
    </Dialog>
  );
}
