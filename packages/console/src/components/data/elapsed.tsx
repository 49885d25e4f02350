import { duration } from '../../format/duration.js';
import { now } from '../../format/now.js';

/** The time since a moment, which grows: `12 s`. @param since RFC 3339 */
export function Elapsed({ since }: { readonly since: string }) {
  return <span class="number">{duration(Math.max(0, now.value - Date.parse(since)))}</span>;
}
