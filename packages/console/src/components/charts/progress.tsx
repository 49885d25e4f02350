import './meter.css';

/** A progress bar with its figure. @param percent 0 to 100 */
export function Progress({ label, percent }: { readonly label: string; readonly percent: number }) {
  return (
    <span class="meter">
      <progress aria-label={label} max={100} value={percent} />
      <span class="number">{Math.floor(percent)} %</span>
    </span>
  );
}
