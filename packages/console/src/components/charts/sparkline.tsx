import './sparkline.css';

export interface SparklineProps {
  /** Read out instead of the picture: `Failures of the last hour, 12 in all`. */
  readonly label: string;
  readonly values: readonly number[];
  readonly tone?: 'accent' | 'failure';
}

/** A small line without axes. */
export function Sparkline({ label, values, tone = 'accent' }: SparklineProps) {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  const points = values.map(
    (value, index) => `${(index * step).toFixed(1)},${(24 - (value / most) * 23).toFixed(1)}`,
  );
  return (
    <svg
      class="sparkline"
      data-tone={tone}
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      {points.length > 1 && <path d={`M${points.join('L')}`} />}
    </svg>
  );
}
