const BARS = '▁▂▃▄▅▆▇█';
const NOTHING = '·';

/** A row of bars as high as the numbers: `··▂█▁`. */
export function sparkline(numbers: readonly (number | null)[]): string {
  const highest = Math.max(1, ...numbers.map((number) => number ?? 0));
  return numbers
    .map((number) => {
      if (number === null || number === 0) return NOTHING;
      return BARS[Math.min(BARS.length - 1, Math.floor((number / highest) * BARS.length))] ?? NOTHING;
    })
    .join('');
}
