import { ValidateBy } from 'class-validator';
import { isHeaderText } from '../../../platform/validation/rules/is-header-text.js';

const MAX_LENGTH = 150;
/** Folders, characters that Windows refuses, and characters that change the direction of text: `invoice‮fdp.exe`. */
const UNSAFE = /[/\\:*?"<>|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A file name without a folder that every system can save. */
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

/** Converts text of unknown origin to a file name; undefined if nothing is left. */
export function fileNameFrom(text: string): string | undefined {
  const clean = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, '').replaceAll(new RegExp(UNSAFE, 'g'), '_');
  const name = trimmed(trimmed(clean).slice(-MAX_LENGTH));
  return isFileName(name) ? name : undefined;
}

/** Strips dots and white space at both ends. A regular expression would search for the end from every dot. */
function trimmed(name: string): string {
  let [start, end] = [0, name.length];
  while (start < end && isTrimmed(name.charAt(start))) start += 1;
  while (end > start && isTrimmed(name.charAt(end - 1))) end -= 1;
  return name.slice(start, end);
}

function isTrimmed(character: string): boolean {
  return /[.\s]/.test(character);
}
