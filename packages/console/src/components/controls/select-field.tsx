import { Field, type FieldProps } from './field.js';

export interface SelectFieldProps<Value extends string> extends Omit<FieldProps, 'children'> {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  return (
    <Field {...props}>
      {(ties) => (
        <select
          {...ties}
          class="input"
          value={props.value}
          onChange={({ currentTarget }) => props.onChange(currentTarget.value as Value)}
        >
          {props.options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
