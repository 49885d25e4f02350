const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `11,042` */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : whole.format(value);
}

/** `11K`, `1.2M`: for narrow places, with the whole number beside or in a title. */
export function shortCount(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : short.format(value);
}

/** `1 task`, `3 tasks` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1.2 MB`, by powers of 1,000. */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  let size = value;
  let unit = 0;
  while (size >= 999.5 && unit < BYTES.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${BYTES[unit] ?? ''}`;
}

/** `12.4 %`. @param share 0 to 1 */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} %`;
}
