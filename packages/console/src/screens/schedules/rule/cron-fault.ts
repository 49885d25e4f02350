interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const FIELDS: readonly Field[] = [
  { name: 'Second', least: 0, most: 59, names: [] },
  { name: 'Minute', least: 0, most: 59, names: [] },
  { name: 'Hour', least: 0, most: 23, names: [] },
  { name: 'Day of the month', least: 1, most: 31, names: [] },
  { name: 'Month', least: 1, most: 12, names: MONTHS },
  { name: 'Day of the week', least: 0, most: 7, names: WEEKDAYS },
];

/**
 * Finds obvious mistakes in a cron expression, so that the API is not asked about half-typed ones. The API checks the
 * rest.
 *
 * @returns the first mistake in words; undefined if there is none
 */
export function cronFault(text: string): string | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== 5 && parts.length !== 6)
    return 'Five fields: minute, hour, day of the month, month, day of the week. A sixth in front is the second.';
  const fields = FIELDS.slice(-parts.length);
  for (const [index, part] of parts.entries()) {
    const field = fields[index];
    const wrong = part.split(',').find((range) => field !== undefined && !isRange(range, field));
    if (field !== undefined && wrong !== undefined)
      return `${field.name}: ${wrong === '' ? 'incomplete' : wrong}`;
  }
  return undefined;
}

/** `*`, `5`, `1-5`, `0-30/10`, and for days also `L`, `15W`, `FRIL`, `MON#2`. */
function isRange(range: string, field: Field): boolean {
  const [values = '', step, ...more] = range.split('/');
  if (more.length > 0 || (step !== undefined && !isWithin(step, 1, field.most))) return false;
  if (values === '*') return true;
  const ends = values.split('-');
  return ends.length <= 2 && ends.every((end) => isValue(end, field) || isSpecialDay(end, field));
}

function isValue(text: string, { least, most, names }: Field): boolean {
  return names.includes(text.toUpperCase()) || isWithin(text, least, most);
}

function isSpecialDay(text: string, field: Field): boolean {
  const word = text.toUpperCase();
  if (field.name === 'Day of the month')
    return word === 'L' || word === 'LW' || (word.endsWith('W') && isValue(word.slice(0, -1), field));
  if (field.name !== 'Day of the week') return false;
  if (word.endsWith('L')) return word === 'L' || isValue(word.slice(0, -1), field);
  const [day = '', nth = ''] = word.split('#');
  return isValue(day, field) && (isWithin(nth, 1, 5) || nth === 'L');
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most;
}
