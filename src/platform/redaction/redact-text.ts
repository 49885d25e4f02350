import { REDACTED } from './redacted.js';

/** A word with a digit, or with a capital after a small letter: what a token has, and a word of English has not. */
const CREDENTIAL = String.raw`(?=[\w.~+/=-]*(?:\d|[a-z][A-Z]))[\w.~+/=-]{6,}`;

// Strangers fill these texts, so each pattern takes time in proportion to the length of one. `npm run lint` checks it
// (scripts/check-regexes.mjs). A match that starts must not run over another place where one can start.

/** What is secret wherever it stands, and how much of it stays: `$1`, so that one still sees what it was. */
const PATTERNS: readonly RegExp[] = [
  // The login of a URL: redis://user:password@host. Up to the last @ before the path.
  /(:\/\/)[^\s/?#"'<>\\]+(?=@)/g,
  // A header in a text; the lines around it may stand in JSON, where a line break is \r\n.
  /\b((?:authorization|x-api-key)\s*[:=]\s*|cookie\s*:\s*)(?![\s"\\])[^\r\n"\\]+/gi,
  new RegExp(String.raw`\b((?:[Bb]earer|[Bb]asic|[Dd]igest)\s+)${CREDENTIAL}`, 'g'),
  // Our own keys, and the secrets of Standard Webhooks.
  /\b(cel_)[\w-]{8,}/g,
  /\b(whsec_)[\w+/=-]{8,}/g,
  // A JSON Web Token, or any part of one: the beginning of JSON in base64.
  /\b(ey)J[\w-]{8,}(?:\.+[\w-]+)*/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|$)/gs,
  // A parameter of a URL or of a form.
  /([?&][\w.[\]-]*(?:token|secret|passw(?:or)?d|api[-_]?key|signature)=)[^&\s"'#<>\\]+/gi,
];

/** A quick first look: a text without any of these has nothing to hide. */
const HINT =
  /@|authorization|cookie|api[-_]?key|bearer|basic|digest|cel_|whsec_|eyJ|PRIVATE KEY|(?:token|secret|passw(?:or)?d|signature)=/i;

/** The text without what is known to be secret by its form: logins in URLs, tokens, keys, headers, parameters. */
export function redactText(text: string): string {
  if (!HINT.test(text)) return text;
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${REDACTED}`), text);
}
