import { ValidateBy } from 'class-validator';
import { isHeaderText } from '../validation/is-header-text.js';

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

/** Makes a file name out of text of unknown origin; undefined where nothing is left of it. */
export function fileNameFrom(text: string): string | undefined {
  const name = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .replaceAll(new RegExp(UNSAFE, 'g'), '_')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '')
    .slice(-MAX_LENGTH);
  return isFileName(name) ? name : undefined;
}
