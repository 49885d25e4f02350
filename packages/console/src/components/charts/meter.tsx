import { count } from '../../format/number.js';
import './meter.css';

/** The used part of something: `3 of 8`. */
export function Meter({
  label,
  used,
  of,
}: {
  readonly label: string;
  readonly used: number;
  readonly of: number;
}) {
  return (
    <span class="meter">
      <meter aria-label={label} min={0} max={Math.max(1, of)} value={used} />
      <span>
        {count(used)} of {count(of)}
      </span>
    </span>
  );
}
