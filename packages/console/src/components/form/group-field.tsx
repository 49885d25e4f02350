import { type JsonObject, withProperty } from '../../json/json.js';
import { below, errorsElsewhere, errorsWithin, messageOf } from '../../json/pointer.js';
import { exampleOf } from '../../schema/example-of.js';
import { Button } from '../controls/button.js';
import { NewProperty } from './new-property.js';
import type { ContainerProps } from './value-field-props.js';

/** The properties of an object: those of the schema, then whatever else the value has. */
export function GroupField(props: ContainerProps<'group', JsonObject>) {
  const { field, value, root, errors, onChange, Inner } = props;
  const known = field.properties.map(({ name }) => name);
  const others = Object.keys(value).filter((name) => !known.includes(name));
  const set = (name: string) => (changed: JsonObject[string] | undefined) =>
    onChange(withProperty(value, name, changed));
  const own = errorsElsewhere(
    errors,
    [...known, ...others].map((name) => below('', name)),
  );
  return (
    <div class="form-group">
      {own.length > 0 && <div class="field-error">{messageOf(own)}</div>}
      {field.properties.map(({ name, schema, isRequired }) => (
        <Inner
          key={name}
          label={name}
          schema={schema}
          root={root}
          value={valueIn(value, name)}
          onChange={set(name)}
          errors={errorsWithin(errors, below('', name))}
          isRequired={isRequired}
        />
      ))}
      {others.map((name) => (
        <div class="form-item" key={name}>
          <Inner
            label={name}
            schema={field.others ?? {}}
            root={root}
            value={value[name]}
            onChange={(changed) => set(name)(changed ?? '')}
            errors={errorsWithin(errors, below('', name))}
            isRequired
          />
          <Button
            label={`Remove ${name}`}
            icon="close"
            look="quiet"
            isIconOnly
            onClick={() => set(name)(undefined)}
          />
        </div>
      ))}
      {field.others && (
        <NewProperty
          label={props.label}
          taken={Object.keys(value)}
          onAdd={(name) => set(name)(exampleOf(field.others, root))}
        />
      )}
    </div>
  );
}

/** The property itself, never one that each object inherits. */
function valueIn(object: JsonObject, name: string): JsonObject[string] | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
