import type { JsonValue } from '../../json/json.js';
import { below, errorsElsewhere, errorsWithin, messageOf } from '../../json/pointer.js';
import { exampleOf } from '../../schema/example-of.js';
import { Button } from '../controls/button.js';
import type { ContainerProps } from './value-field-props.js';

/** The items of a list. */
export function ListField(props: ContainerProps<'list', readonly JsonValue[]>) {
  const { label, field, value, root, errors, onChange, Inner } = props;
  const own = errorsElsewhere(
    errors,
    value.map((_item, index) => below('', index)),
  );
  return (
    <div class="form-group">
      {value.map((item, index) => (
        <div class="form-item" key={index}>
          <Inner
            label={`${label} ${index + 1}`}
            isLabelHidden
            schema={field.item}
            root={root}
            value={item}
            onChange={(changed) => onChange(value.with(index, changed ?? ''))}
            errors={errorsWithin(errors, below('', index))}
            isRequired
          />
          <Button
            label={`Remove ${label} ${index + 1}`}
            icon="close"
            look="quiet"
            isIconOnly
            onClick={() => onChange(value.filter((_one, at) => at !== index))}
          />
        </div>
      ))}
      {own.length > 0 && <div class="field-error">{messageOf(own)}</div>}
      <div>
        <Button
          label={`Add to ${label}`}
          icon="add"
          isDisabled={value.length >= field.most}
          onClick={() => onChange([...value, exampleOf(field.item, root)])}
        />
      </div>
    </div>
  );
}
