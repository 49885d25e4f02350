import { ValidateBy } from 'class-validator';
import { isHeaderText } from '../../../platform/validation/rules/is-header-text.js';

const MAX_LENGTH = 150;
/** No folder, nothing that Windows refuses, and nothing that turns the direction of text: `invoice‮fdp.exe`. */
const UNSAFE = /[/\\:*?"<>|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** The name of a file, without a folder, that any system can save. */
export function isFileName(value: unknown): value is string {
  return isHeaderText(value, MAX_LENGTH) && !UNSAFE.test(value) && !/^[.\s]|[.\s]$/.test(value);
}

export function IsFileName(): PropertyDecorator {
  return ValidateBy({
    name: 'isFileName',
    validator: {
      validate: isFileName,
      defaultMessage: (context) =>
        `${context?.property} must be a file name of 1 to ${MAX_LENGTH} characters, without folders, such as report.pdf`,
    },
  });
}

/** Makes a file name out of text of unknown origin; undefined if nothing is left of it. */
export function fileNameFrom(text: string): string | undefined {
  const clean = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, '').replaceAll(new RegExp(UNSAFE, 'g'), '_');
  const name = trimmed(trimmed(clean).slice(-MAX_LENGTH));
  return isFileName(name) ? name : undefined;
}

/** Without dots and white space at both ends. By hand: a regular expression would look for the end from every dot. */
function trimmed(name: string): string {
  let [start, end] = [0, name.length];
  while (start < end && isTrimmed(name.charAt(start))) start += 1;
  while (end > start && isTrimmed(name.charAt(end - 1))) end -= 1;
  return name.slice(start, end);
}

function isTrimmed(character: string): boolean {
  return /[.\s]/.test(character);
}
