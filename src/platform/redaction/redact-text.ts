import { REDACTED } from './redacted.js';

/** A word that looks like a token: it has a digit, or a capital after a lower-case letter, unlike English words. */
const CREDENTIAL = String.raw`(?=[\w.~+/=-]*(?:\d|[a-z][A-Z]))[\w.~+/=-]{6,}`;

// These texts come from outside, so every pattern must run in linear time. A match must not run past another possible
// start of a match. `npm run lint` checks this (scripts/check-regexes.mjs).

/** Texts that are secret anywhere. `$1`, the part that identifies the kind of secret, is kept. */
const PATTERNS: readonly RegExp[] = [
  // The login in a URL: redis://user:password@host. Up to the last @ before the path.
  /(:\/\/)[^\s/?#"'<>\\]+(?=@)/g,
  // A header in a text. The surrounding lines may be JSON, where a line break is written \r\n.
  /\b((?:authorization|x-api-key)\s*[:=]\s*|cookie\s*:\s*)(?![\s"\\])[^\r\n"\\]+/gi,
  new RegExp(String.raw`\b((?:[Bb]earer|[Bb]asic|[Dd]igest)\s+)${CREDENTIAL}`, 'g'),
  // Our own API keys and tokens, and secrets of Standard Webhooks.
  /\b(cel_)[\w-]{8,}/g,
  /\b(celt_)[\w.-]{8,}/g,
  /\b(whsec_)[\w+/=-]{8,}/g,
  // A JSON Web Token or any part of one: base64 that decodes to the beginning of JSON.
  /\b(ey)J[\w-]{8,}(?:\.+[\w-]+)*/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|$)/gs,
  // A parameter of a URL or a form.
  /([?&][\w.[\]-]*(?:token|secret|passw(?:or)?d|api[-_]?key|signature)=)[^&\s"'#<>\\]+/gi,
];

/** A cheap first check: a text without any of these contains no secret. */
const HINT =
  /@|authorization|cookie|api[-_]?key|bearer|basic|digest|celt?_|whsec_|eyJ|PRIVATE KEY|(?:token|secret|passw(?:or)?d|signature)=/i;

/** Redacts texts with the form of a secret: logins in URLs, tokens, keys, headers, parameters. */
export function redactText(text: string): string {
  if (!HINT.test(text)) return text;
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${REDACTED}`), text);
}
