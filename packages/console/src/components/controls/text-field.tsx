import { Field, type FieldProps } from './field.js';

export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly type?: 'text' | 'password' | 'search' | 'number' | 'datetime-local' | 'time';
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly hasFocus?: boolean;
  readonly isCode?: boolean;
  /** The search box of the screen: the key / goes there. */
  readonly isSearch?: boolean;
  /** More than one: a text area. */
  readonly rows?: number;
  readonly autocomplete?: string;
}

export function TextField(props: TextFieldProps) {
  const { value, onInput, type = 'text', rows = 1 } = props;
  return (
    <Field {...props}>
      {(ties) => {
        const shared = {
          ...ties,
          class: props.isCode ? 'input mono' : 'input',
          value,
          placeholder: props.placeholder,
          required: props.isRequired,
          disabled: props.isDisabled,
          autofocus: props.hasFocus,
          spellcheck: !props.isCode,
          'data-search': props.isSearch,
        };
        return rows > 1 ? (
          <textarea {...shared} rows={rows} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
        ) : (
          <input
            {...shared}
            {...({ type } as object)} // Preact's types have one input per type
            autocomplete={props.autocomplete ?? 'off'}
            onInput={({ currentTarget }) => onInput(currentTarget.value)}
          />
        );
      }}
    </Field>
  );
}
