import { type JsonValue, isNumber, parsedOrUndefined, plainText, printJson } from '../../json/json.js';

/** Text of a number's input. Half a number, such as `1.`, is kept as a text until it is one. */
export function draftOfNumber(value: JsonValue | undefined): string {
  return plainText(value);
}

export function numberOfDraft(draft: string): JsonValue | undefined {
  const text = draft.trim();
  if (text === '') return undefined;
  const value = parsedOrUndefined(text);
  return isNumber(value) ? value : text;
}

/** True if the input of a number shows this value as what it is, and not as another one. */
export function isNumberDraft(value: JsonValue): boolean {
  return isNumber(value) || (typeof value === 'string' && numberOfDraft(value) === value);
}

/** Text of an input for any JSON. A text that is no JSON stands for itself. */
export function draftOfJson(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' && value !== '' && parsedOrUndefined(value) === undefined
    ? value
    : printJson(value);
}

export function jsonOfDraft(draft: string): JsonValue | undefined {
  if (draft.trim() === '') return undefined;
  const value = parsedOrUndefined(draft);
  return value === undefined ? draft : value;
}
