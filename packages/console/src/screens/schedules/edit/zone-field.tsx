import { useMemo } from 'preact/hooks';
import { SelectField } from '../../../components/controls/select-field.js';

/** The zone of this browser. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface ZoneFieldProps {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (zone: string) => void;
}

/** The time zones that the browser knows, and the one that is stored. */
export function ZoneField({ value, error, onChange }: ZoneFieldProps) {
  const options = useMemo(
    () =>
      [...new Set(['UTC', ownZone(), value, ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
        value: zone,
        label: zone,
      })),
    [value],
  );
  return <SelectField label="Time zone" value={value} options={options} onChange={onChange} error={error} />;
}
