import type { ComponentChildren } from 'preact';
import { Prose } from '../data/prose.js';
import { Button } from '../controls/button.js';

export interface FieldsetProps {
  readonly label: string;
  readonly isLabelHidden: boolean;
  readonly isRequired: boolean;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly onRemove?: () => void;
  readonly children: ComponentChildren;
}

/** Several inputs of one value, with their common label. */
export function Fieldset(props: FieldsetProps) {
  const { label, hint, error, onRemove } = props;
  return (
    <fieldset class="fieldset" data-plain={props.isLabelHidden || undefined}>
      <legend class={props.isLabelHidden ? 'visually-hidden' : 'field-label'}>
        {label}
        {!props.isRequired && <span class="field-note"> optional</span>}
      </legend>
      {onRemove && (
        <Button label={`Leave ${label} out`} icon="close" look="quiet" isIconOnly onClick={onRemove} />
      )}
      {hint && (
        <div class="field-hint">
          <Prose text={hint} />
        </div>
      )}
      {props.children}
      {error && <div class="field-error">{error}</div>}
    </fieldset>
  );
}
