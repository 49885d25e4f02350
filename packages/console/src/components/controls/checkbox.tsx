import './field.css';

export interface CheckboxProps {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly isChecked: boolean;
  /** Some of what it stands for is chosen. */
  readonly isMixed?: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

export function Checkbox({ label, isLabelHidden, isChecked, isMixed = false, onChange }: CheckboxProps) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={isChecked}
        indeterminate={isMixed && !isChecked}
        onChange={({ currentTarget }) => {
          const wanted = currentTarget.checked;
          currentTarget.checked = isChecked; // what it shows is decided by the state alone
          onChange(wanted);
        }}
      />
      <span class={isLabelHidden ? 'visually-hidden' : undefined}>{label}</span>
    </label>
  );
}
