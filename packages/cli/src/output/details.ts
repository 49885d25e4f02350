import { cleanText } from './clean.js';
import { padTo, widthOf } from './width.js';

/** A name and its value. What is null, undefined or empty is left out. */
export type Detail = readonly [name: string, value: string | number | boolean | null | undefined];

/** One line for each name and its value; further lines of a value are indented below its first. */
export function detailsOf(details: readonly Detail[]): string {
  const shown = details.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  const indent = ' '.repeat(width + 2);
  return shown
    .map(([name, value]) => {
      const [first = '', ...rest] = cleanText(String(value)).split('\n');
      return [`${padTo(name, width)}  ${first}`, ...rest.map((line) => indent + line)].join('\n') + '\n';
    })
    .join('');
}

/** `used_mb=3`, `name=tasks` */
export function pairText([name, value]: readonly [name: string, value: unknown]): string {
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
}
