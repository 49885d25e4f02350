import type { JsonValue } from '../../json/json.js';
import { exampleOf, titleOfVariant } from '../../schema/example-of.js';
import { fits } from '../../schema/fits.js';
import { SelectField } from '../controls/select-field.js';
import type { ContainerProps } from './value-field-props.js';

/** A value of one of several shapes: first the choice of the shape, then the value. */
export function VariantsField(props: ContainerProps<'variants', JsonValue>) {
  const { label, field, value, root, onChange, errors, Inner } = props;
  const current = field.variants.findIndex((variant) => fits(value, variant, root));
  const options = field.variants.map((variant, index) => ({
    value: String(index),
    label: titleOfVariant(variant, root),
  }));
  return (
    <div class="form-group">
      <SelectField
        label={`Kind of ${label}`}
        isLabelHidden
        value={String(current)}
        options={current < 0 ? [{ value: '-1', label: 'other JSON' }, ...options] : options}
        onChange={(chosen) => onChange(exampleOf(field.variants[Number(chosen)], root))}
      />
      <Inner
        label={label}
        isLabelHidden
        schema={field.variants[current] ?? {}}
        root={root}
        value={value}
        onChange={(changed) => onChange(changed ?? '')}
        errors={errors}
        isRequired
      />
    </div>
  );
}
