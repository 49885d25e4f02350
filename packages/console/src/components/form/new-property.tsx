import { useSignal } from '@preact/signals';
import { Button } from '../controls/button.js';
import { TextField } from '../controls/text-field.js';

export interface NewPropertyProps {
  /** Of the object that gets it. */
  readonly label: string;
  readonly taken: readonly string[];
  readonly onAdd: (name: string) => void;
}

/** Asks for the name of one more entry of a map. */
export function NewProperty({ label, taken, onAdd }: NewPropertyProps) {
  const name = useSignal('');
  const add = (): void => {
    if (name.value === '' || taken.includes(name.value)) return;
    onAdd(name.value);
    name.value = '';
  };
  return (
    <div
      class="form-item"
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        add();
      }}
    >
      <TextField
        label={`Name of a new entry of ${label}`}
        isLabelHidden
        placeholder="Name of a new entry"
        value={name.value}
        onInput={(text) => (name.value = text)}
        error={taken.includes(name.value) ? 'There is an entry with this name.' : undefined}
        isCode
      />
      <Button label="Add" icon="add" onClick={add} isDisabled={name.value === ''} />
    </div>
  );
}
