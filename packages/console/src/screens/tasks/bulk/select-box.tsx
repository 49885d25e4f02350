import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Checkbox } from '../../../components/controls/checkbox.js';
import { type Selection, allToggled, ranged, toggled } from './selection.js';

export interface SelectBoxProps {
  readonly selection: Signal<Selection>;
  /** Ids of all rows that were read, in order. */
  readonly order: () => readonly string[];
}

/** Selects a row; with Shift, those from the last one to it. */
export function SelectBox({ id, selection, order }: SelectBoxProps & { readonly id: string }) {
  const withShift = useRef(false);
  return (
    <span class="select-box" onClickCapture={(event) => (withShift.current = event.shiftKey)}>
      <Checkbox
        label={`Select ${id}`}
        isLabelHidden
        isChecked={selection.value.isAll || selection.value.ids.has(id)}
        onChange={() => {
          const next = withShift.current ? ranged : toggled;
          selection.value = next(selection.value, id, order());
        }}
      />
    </span>
  );
}

/** Selects all rows that were read. */
export function SelectAllBox({ selection, order }: SelectBoxProps) {
  const { ids, isAll } = selection.value;
  const rows = order();
  return (
    <Checkbox
      label="Select all rows"
      isLabelHidden
      isChecked={isAll || (rows.length > 0 && rows.every((id) => ids.has(id)))}
      isMixed={ids.size > 0}
      onChange={() => (selection.value = allToggled(selection.value, order()))}
    />
  );
}
