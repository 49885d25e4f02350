import { count } from '../../format/number.js';
import { exactTime } from '../../format/time.js';
import { timeZone } from '../../preferences/time-zone.js';
import { Time } from '../data/time.js';
import './bars.css';

export interface BarsProps {
  /** Read out before the numbers: `Failures`. */
  readonly label: string;
  readonly values: readonly number[];
  /** Start of the first bar, ms since 1970. */
  readonly from: number;
  readonly stepMs: number;
}

const WIDTH = 10;
const HEIGHT = 100;

/** Counts over time: a bar for each step, with its time and number on hover. */
export function Bars({ label, values, from, stepMs }: BarsProps) {
  const most = Math.max(1, ...values);
  const end = from + values.length * stepMs;
  const total = values.reduce((sum, value) => sum + value, 0);
  return (
    <figure class="bars">
      <svg
        viewBox={`0 0 ${Math.max(1, values.length) * WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${count(total)} in all, at most ${count(Math.max(0, ...values))} in one bar`}
      >
        {values.map((value, index) => {
          const height = value === 0 ? 0 : Math.max(3, (value / most) * HEIGHT);
          return (
            <g key={index}>
              <title>{`${count(value)} from ${exactTime(from + index * stepMs, timeZone.value)}`}</title>
              <rect class="bars-hit" x={index * WIDTH} y="0" width={WIDTH} height={HEIGHT} />
              <rect x={index * WIDTH + 1} y={HEIGHT - height} width={WIDTH - 2} height={height} />
            </g>
          );
        })}
      </svg>
      <figcaption class="line spread">
        <Time at={from} />
        <span>{`most: ${count(Math.max(0, ...values))}`}</span>
        <Time at={end} />
      </figcaption>
    </figure>
  );
}
