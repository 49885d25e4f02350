import { now } from '../../format/now.js';
import { exactTime } from '../../format/time.js';
import { duration } from '../../format/duration.js';
import { timeZone } from '../../preferences/time-zone.js';
import type { Loaded } from '../../api/use-load.js';
import { Button } from '../controls/button.js';

/** Data that are older than this are said to be old. */
const OLD_MS = 15_000;

/** The time that a screen's data are from, and a button to read them again. */
export function Freshness({ loaded }: { readonly loaded: Loaded<unknown> }) {
  const { at, error, isLoading, reload } = loaded;
  const age = at === undefined ? 0 : now.value - at;
  const isOld = error !== undefined || age > OLD_MS;
  return (
    <span class="line soft">
      {at === undefined ? (
        isLoading && 'Loading …'
      ) : (
        <span title={exactTime(at, timeZone.value)}>
          {isOld ? `Data from ${duration(Math.floor(age / 1_000) * 1_000)} ago` : 'Up to date'}
        </span>
      )}
      <Button label="Read again" icon="retry" look="quiet" isIconOnly onClick={reload} />
    </span>
  );
}
