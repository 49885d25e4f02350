import { type JsonObject, isObject, parsedOrUndefined, printJson } from '../../json/json.js';

/** A submit as it stands in the form: texts that may not be JSON yet. */
export interface Draft {
  readonly name: string;
  readonly payload: string;
  readonly options: string;
  readonly idempotencyKey: string;
}

export interface Submission {
  readonly name: string;
  readonly payload: JsonObject;
  readonly options: JsonObject;
  readonly idempotencyKey: string;
}

/** @returns undefined while one of the texts is no JSON object */
export function submissionOf(draft: Draft): Submission | undefined {
  const payload = parsedOrUndefined(draft.payload);
  const options = parsedOrUndefined(draft.options);
  return isObject(payload) && isObject(options) ? { ...draft, payload, options } : undefined;
}

/** Body of the request. Options are left out where none is set. */
export function bodyOf({ payload, options }: Submission): JsonObject {
  return Object.keys(options).length === 0 ? { payload } : { payload, options };
}

/** A header's value as HTTP wants it (an RFC 9651 string); empty without a key. */
export function headersOf({ idempotencyKey }: Submission): Record<string, string> {
  return idempotencyKey === '' ? {} : { 'Idempotency-Key': JSON.stringify(idempotencyKey) };
}

const ONE_LINE = 100;

/** JSON for a command: in one line where it fits. */
export function compactJson(value: JsonObject): string {
  const line = printJson(value, 0);
  return line.length <= ONE_LINE ? line : printJson(value);
}
