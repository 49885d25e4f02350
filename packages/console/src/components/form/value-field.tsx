import { type JsonValue, isList, isObject } from '../../json/json.js';
import { messageOf } from '../../json/pointer.js';
import { exampleOf } from '../../schema/example-of.js';
import { type FormField, formFieldOf } from '../../schema/form-field.js';
import { Button } from '../controls/button.js';
import { Checkbox } from '../controls/checkbox.js';
import { hintOf } from './field-hint.js';
import { Fieldset } from './fieldset.js';
import { GroupField } from './group-field.js';
import { JsonField } from './json-field.js';
import { LineField, isLine } from './line-field.js';
import { ListField } from './list-field.js';
import type { ValueFieldProps } from './value-field-props.js';
import { VariantsField } from './variants-field.js';

/** Longer lists are edited as JSON. */
const MOST_ITEMS = 50;

/** The input for one value of a payload, by its schema. */
export function ValueField(props: ValueFieldProps) {
  const field = formFieldOf(props.schema, props.root);
  return (
    <div class="form-value">
      {isLine(field) ? <LineField {...props} field={field} /> : <PartField {...props} field={field} />}
      {field.isNullable && (
        <Checkbox
          label={`null, without ${props.label}`}
          isChecked={props.value === null}
          onChange={(isNull) => props.onChange(isNull ? null : exampleOf(field.schema, props.root))}
        />
      )}
    </div>
  );
}

type WithField = ValueFieldProps & { readonly field: FormField };

/** Fields that take room: an optional one is added by a button, and can be removed again. */
function PartField(props: WithField) {
  const { label, field, value, root, onChange, isRequired } = props;
  const hint = hintOf(label, field, value);
  const frame = { label, hint, isLabelHidden: props.isLabelHidden ?? false, isRequired };
  if (value === undefined)
    return (
      <Fieldset {...frame} error={messageOf(props.errors)}>
        <Button label={`Add ${label}`} icon="add" onClick={() => onChange(exampleOf(props.schema, root))} />
      </Fieldset>
    );
  const removal = isRequired ? {} : { onRemove: () => onChange(undefined) };
  if (value === null && field.isNullable)
    return (
      <Fieldset {...frame} {...removal} error={messageOf(props.errors)}>
        <code>null</code>
      </Fieldset>
    );
  return (
    <Fieldset {...frame} {...removal}>
      <Part {...props} value={value} />
    </Fieldset>
  );
}

function Part({ field, value, ...props }: WithField & { readonly value: JsonValue }) {
  if (field.kind === 'group' && isObject(value))
    return <GroupField {...props} field={field} value={value} Inner={ValueField} />;
  if (field.kind === 'list' && isList(value) && value.length <= MOST_ITEMS)
    return <ListField {...props} field={field} value={value} Inner={ValueField} />;
  if (field.kind === 'variants')
    return <VariantsField {...props} field={field} value={value} Inner={ValueField} />;
  return (
    <JsonField
      label={`${props.label} as JSON`}
      isLabelHidden
      value={value}
      onChange={(changed) => props.onChange(changed ?? (props.isRequired ? '' : undefined))}
      error={messageOf(props.errors)}
    />
  );
}
