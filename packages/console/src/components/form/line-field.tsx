import { type JsonValue, isEqualJson, plainText, printJson } from '../../json/json.js';
import { messageOf } from '../../json/pointer.js';
import type { FormField } from '../../schema/form-field.js';
import { Prose } from '../data/prose.js';
import { SelectField } from '../controls/select-field.js';
import { TextField, type TextFieldProps } from '../controls/text-field.js';
import { draftOfNumber, isNumberDraft, numberOfDraft } from './draft.js';
import { hintOf } from './field-hint.js';
import { JsonField } from './json-field.js';
import type { ValueFieldProps } from './value-field-props.js';

export type LineKind = 'text' | 'number' | 'choice' | 'boolean';

type LineFormField = Extract<FormField, { readonly kind: LineKind }>;

export interface LineFieldProps extends ValueFieldProps {
  readonly field: LineFormField;
}

export function isLine(field: FormField): field is LineFormField {
  return ['text', 'number', 'choice', 'boolean'].includes(field.kind);
}

interface InputProps<Kind extends LineKind> {
  readonly field: Extract<FormField, { readonly kind: Kind }>;
  readonly frame: Omit<TextFieldProps, 'value' | 'onInput'>;
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue | undefined) => void;
  readonly isRequired: boolean;
}

/** Value of the option that leaves a field out: no JSON. */
const LEFT_OUT = '';

/** A field of one line. It is always there; an empty one is left out. */
export function LineField({ field, ...props }: LineFieldProps) {
  const { label, value, onChange, isRequired } = props;
  const hint = hintOf(label, field, value);
  const frame = {
    label,
    note: isRequired ? undefined : 'optional',
    isLabelHidden: props.isLabelHidden ?? false,
    hint: hint && <Prose text={hint} />,
    error: messageOf(props.errors),
  };
  const shared = { frame, value, onChange, isRequired };
  if (value === null && field.isNullable)
    return <TextField {...frame} value="null" onInput={() => undefined} isDisabled />;
  if (value !== undefined && !hasInput(field, value))
    return <JsonField {...frame} value={value} onChange={onChange} />;
  if (field.kind === 'number') return <NumberInput {...shared} field={field} />;
  if (field.kind === 'text') return <TextInput {...shared} field={field} />;
  return <Choice {...shared} field={field} />;
}

function NumberInput({ field, frame, value, onChange }: InputProps<'number'>) {
  return (
    <TextField
      {...frame}
      {...placeholderOf(field)}
      value={draftOfNumber(value)}
      onInput={(draft) => onChange(numberOfDraft(draft))}
      isCode
    />
  );
}

function TextInput({ field, frame, value, onChange, isRequired }: InputProps<'text'>) {
  const text = plainText(value);
  return (
    <TextField
      {...frame}
      {...placeholderOf(field)}
      value={text}
      rows={field.isLong || text.includes('\n') ? 4 : 1}
      onInput={(typed) => onChange(typed === '' && !isRequired ? undefined : typed)}
    />
  );
}

function Choice({ field, frame, value, onChange, isRequired }: InputProps<'choice' | 'boolean'>) {
  const values = field.kind === 'choice' ? field.options : [true, false];
  const options = values.map((option) => ({ value: printJson(option, 0), label: nameOf(option) }));
  const isLeftOut = value === undefined;
  return (
    <SelectField
      {...frame}
      value={isLeftOut ? LEFT_OUT : printJson(value, 0)}
      options={isRequired && !isLeftOut ? options : [{ value: LEFT_OUT, label: 'not set' }, ...options]}
      onChange={(chosen) => onChange(values.find((option) => printJson(option, 0) === chosen))}
    />
  );
}

function placeholderOf({ example }: FormField): { placeholder?: string } {
  const text = plainText(example);
  return text === '' || text.length > 80 ? {} : { placeholder: `such as ${text}` };
}

function nameOf(option: JsonValue): string {
  if (typeof option === 'boolean') return option ? 'yes (true)' : 'no (false)';
  return plainText(option);
}

/** True if the input of the field shows this value as what it is. */
function hasInput(field: LineFormField, value: JsonValue): boolean {
  if (field.kind === 'text') return typeof value === 'string';
  if (field.kind === 'number') return isNumberDraft(value);
  if (field.kind === 'boolean') return typeof value === 'boolean';
  return field.options.some((option) => isEqualJson(option, value));
}
