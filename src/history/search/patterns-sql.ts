import type { Pattern } from '../../core/index.js';
import type { Parameters } from './parameters.js';

const SPECIAL = /[\\%_]/g;

/** A text in lower case. Only A to Z have one, whatever the language, as in all patterns. */
export function lower(text: string): string {
  return `lower(${text} COLLATE "C")`;
}

/** The pattern of LIKE for pieces between wildcards. */
export function likeOf(pieces: readonly string[]): string {
  return pieces.map((piece) => piece.replaceAll(SPECIAL, '\\$&')).join('%');
}

/** A condition: a text that is in lower case fits any of the patterns. */
export function fitsAnyPattern(
  lowered: string,
  patterns: readonly Pattern[],
  parameters: Parameters,
): string {
  const wholes = patterns.flatMap((pattern) => (pattern.length === 1 ? [pattern[0] ?? ''] : []));
  const parts = patterns.filter((pattern) => pattern.length > 1).map(likeOf);
  return anyOf([
    ...(wholes.length > 0 ? [isOneOf(lowered, wholes, parameters)] : []),
    ...(parts.length > 0 ? [isLikeOneOf(lowered, parts, parameters)] : []),
  ]);
}

export function isOneOf(value: string, texts: readonly string[], parameters: Parameters): string {
  return texts.length === 1
    ? `${value} = ${parameters.add(texts[0] ?? '', 'text')}`
    : `${value} = ANY(${parameters.add(texts, 'text[]')})`;
}

export function isLikeOneOf(value: string, likes: readonly string[], parameters: Parameters): string {
  return likes.length === 1
    ? `${value} LIKE ${parameters.add(likes[0] ?? '', 'text')}`
    : `${value} LIKE ANY(${parameters.add(likes, 'text[]')})`;
}

export function anyOf(conditions: readonly string[]): string {
  if (conditions.length === 0) return 'false';
  return conditions.length === 1 ? (conditions[0] ?? '') : `(${conditions.join(' OR ')})`;
}

export function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}
