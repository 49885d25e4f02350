import type { FunctionComponent } from 'preact';
import type { JsonValue } from '../../json/json.js';
import type { PlacedError } from '../../json/pointer.js';
import type { FormField } from '../../schema/form-field.js';
import type { JsonSchema } from '../../schema/json-schema.js';

export interface ValueFieldProps {
  readonly label: string;
  /** The label is only read out: for items of a list. */
  readonly isLabelHidden?: boolean;
  readonly schema: JsonValue;
  /** The document that references of the schema point into. */
  readonly root: JsonSchema;
  /** Undefined: the value is left out. */
  readonly value: JsonValue | undefined;
  readonly onChange: (value: JsonValue | undefined) => void;
  /** Errors of the value, with pointers relative to it. */
  readonly errors: readonly PlacedError[];
  /** True if it cannot be left out. */
  readonly isRequired: boolean;
}

/** Props of a field that contains others, which are rendered by `Inner`. */
export interface ContainerProps<Kind extends FormField['kind'], Value> extends Omit<
  ValueFieldProps,
  'value'
> {
  readonly field: Extract<FormField, { readonly kind: Kind }>;
  readonly value: Value;
  readonly Inner: FunctionComponent<ValueFieldProps>;
}
