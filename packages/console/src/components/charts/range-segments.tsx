import { useCapabilities } from '../../api/capabilities.js';
import { STATS_RANGES, statsRange } from '../../api/stats/stats-series.js';
import { useQuery } from '../../app/use-query.js';
import { Segments } from '../controls/segments.js';

/** The choice of the period that the charts of a screen show. The address holds it. */
export function RangeSegments() {
  const { query, setQuery } = useQuery();
  const longest = useCapabilities()?.stats.max_window_ms ?? Infinity;
  return (
    <Segments
      label="Period of the charts"
      value={statsRange(query['range']).value}
      options={STATS_RANGES.filter(({ windowMs }) => windowMs <= longest)}
      onChange={(value) => setQuery({ range: value === '1h' ? undefined : value }, true)}
    />
  );
}
