import { isPlain } from '../../../platform/validation/free-json.js';
import { countOrNull, isName, nameOrNull, own } from '../protocol/own-field.js';
import { readTime } from '../protocol/python-time.js';
import { readSignatures, signatureJson } from '../protocol/read-signature.js';
import type { Signature } from '../protocol/signature.js';
import { withoutSpecialForms } from '../protocol/special-values.js';

/** Options of a signature, by Python's names. */
export type Options = Readonly<Record<string, unknown>>;

/** Options that those of an application never replace: a client waits for these ids. */
const KEPT: ReadonlySet<string> = new Set(['task_id', 'group_id']);
/** A time in the far future is as good as none: beyond it, a Date has no ISO text. */
const MAX_SECONDS = 100 * 365 * 86_400;

/** The options with which a signature is applied: given ones win, but never over its own ids. */
export function mergedOptions(owned: Options, given: Options): Options {
  const wins = Object.entries(given).filter(
    ([name, value]) => !isNothing(value) && (!KEPT.has(name) || isNothing(own(owned, name))),
  );
  return { ...owned, ...Object.fromEntries(wins) };
}

/** Returns the options without some of them. */
export function without(options: Options, ...names: readonly string[]): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}

/** Adds options to a signature, which its own ids and links survive. */
export function withOptions(signature: Signature, given: Options): Signature {
  const { link, link_error: linkError, ...rest } = given;
  const options = mergedOptions(signature.options, rest);
  const links = {
    link: linksOf(options, 'link', link),
    link_error: linksOf(options, 'link_error', linkError),
  };
  return { ...signature, options: mergedOptions(options, links) };
}

/** The signatures of an option that holds one, a list of them, or none. */
export function listOption(options: Options, name: string): readonly unknown[] {
  const value = own(options, name);
  if (isNothing(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/** The option for the rest of a chain, last step first; none for no steps. */
export function chainOption(steps: readonly unknown[]): Options {
  return steps.length === 0 ? {} : { chain: steps };
}

/** The queue to which a signature asks to be sent. */
export function queueOption(options: Options): string | null {
  return nameOrNull(own(options, 'queue')) ?? nameOrNull(own(options, 'routing_key'));
}

/** The earliest start by `countdown` or `eta`, in ms since 1970. */
export function etaOption(options: Options, now: number): number | null {
  const countdown = own(options, 'countdown');
  return typeof countdown === 'number' ? secondsFrom(now, countdown) : timeOption(own(options, 'eta'));
}

/** The latest start: a time, or seconds from now. */
export function expiresOption(options: Options, now: number): number | null {
  const expires = own(options, 'expires');
  return typeof expires === 'number' ? secondsFrom(now, expires) : timeOption(expires);
}

/** A time limit in ms. */
export function limitOption(options: Options, name: 'time_limit' | 'soft_time_limit'): number | null {
  const seconds = own(options, name);
  return typeof seconds === 'number' && seconds > 0 ? Math.ceil(seconds * 1_000) : null;
}

/** The stamps of Celery 5.3, whose values stand among the options. */
export function stampsOption(options: Options): Readonly<Record<string, unknown>> {
  const names = listOption(options, 'stamped_headers').filter((name) => isName(name));
  return Object.fromEntries(names.map((name) => [name, withoutSpecialForms(own(options, name) ?? null)]));
}

/** The headers that the signature adds to its message. */
export function headersOption(options: Options): Options {
  const headers = own(options, 'headers');
  return isPlain(headers) ? headers : {};
}

/** The group of a signature, and its place there. */
export function groupOption(options: Options): {
  readonly group: string | null;
  readonly groupIndex: number | null;
} {
  return {
    group: nameOrNull(own(options, 'group_id')),
    groupIndex: countOrNull(own(options, 'group_index')),
  };
}

export function isNothing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** An errback that a step has already is not added again. */
function linksOf(options: Options, name: string, added: unknown): unknown {
  if (isNothing(added)) return null;
  const all = [...readSignatures(listOption(options, name)), ...readSignatures(added)].map(signatureJson);
  const texts = new Set(all.map((signature) => JSON.stringify(signature)));
  return [...texts].map((text) => JSON.parse(text) as unknown);
}

function secondsFrom(now: number, seconds: number): number {
  return now + Math.round(Math.min(Math.max(seconds, -MAX_SECONDS), MAX_SECONDS) * 1_000);
}

function timeOption(value: unknown): number | null {
  const text = withoutSpecialForms(value);
  return typeof text === 'string' ? (readTime(text) ?? null) : null;
}
