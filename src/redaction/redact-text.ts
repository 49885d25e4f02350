import { REDACTED } from './redacted.js';

/** A word with a digit, or with a capital after a small letter: what a token has, and a word of English has not. */
const CREDENTIAL = String.raw`(?=[\w.~+/=-]*(?:\d|[a-z][A-Z]))[\w.~+/=-]{6,}`;

// Every repetition before a fixed text is bounded: it is tried from each character of a line that strangers fill, and
// without a bound the time would grow with the square of its length.

/** What is secret wherever it stands, and how much of it stays: `$1`, so that one still sees what it was. */
const PATTERNS: readonly RegExp[] = [
  // Who logs in, in a URL: redis://user:password@host. Up to the last @ before the path.
  /([a-z][a-z\d+.-]{0,30}:\/\/)[^\s/?#"'<>\\]{1,1000}(?=@)/gi,
  // A header in a text; the lines around it may stand in JSON, where a line break is \r\n.
  /\b((?:proxy-)?authorization\s*[:=]\s*|(?:set-)?cookie\s*:\s*|x-api-key\s*[:=]\s*)[^\s"\\][^\r\n"\\]*/gi,
  new RegExp(String.raw`\b((?:[Bb]earer|[Bb]asic|[Dd]igest)\s+)${CREDENTIAL}`, 'g'),
  // Our own keys, and the secrets of Standard Webhooks.
  /\b(cel_)[\w-]{8,}/g,
  /\b(whsec_)[\w+/=-]{8,}/g,
  // A JSON Web Token.
  /\b(ey)J[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|$)/gs,
  // A parameter of a URL or of a form.
  /([?&][\w.[\]-]{0,100}(?:token|secret|passw(?:or)?d|api[-_]?key|signature)=)[^&\s"'#<>\\]+/gi,
];

/** What tells in one look that there may be something: most texts have none of it. */
const HINT =
  /:\/\/[^\s/?#"'<>\\]{1,1000}@|authorization|cookie|api[-_]?key|bearer|basic|digest|cel_|whsec_|eyJ|PRIVATE KEY|[?&][^\s=]{0,100}(?:token|secret|passw|signature)/i;

/** The text without what is known to be secret by its form: logins in URLs, tokens, keys, headers, parameters. */
export function redactText(text: string): string {
  if (!HINT.test(text)) return text;
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${REDACTED}`), text);
}
