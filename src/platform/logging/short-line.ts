/** The longest line of the log, in characters. */
const MAX_LINE = 16_384;
/** The longest text in a line that is too long as a whole. */
const MAX_TEXT = 2_000;
/** The same where even that is not enough. Each character can take six in JSON. */
const MAX_ESSENTIAL_TEXT = 100;

/**
 * Bounds a line of JSON, whatever a client, a server or a task put into it. Long texts are cut first. A line that is
 * still too long keeps the beginnings of its own texts, and loses its lists and objects.
 */
export function shortLine(line: string): string {
  if (line.length <= MAX_LINE) return line;
  const cut = JSON.stringify(withShortTexts(JSON.parse(line), MAX_TEXT));
  return `${cut.length < MAX_LINE ? cut : JSON.stringify(essentials(JSON.parse(cut) as object))}\n`;
}

function withShortTexts(value: unknown, maxLength: number): unknown {
  if (typeof value === 'string') return shortened(value, maxLength);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withShortTexts(item, maxLength));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withShortTexts(item, maxLength)]),
  );
}

function shortened(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength)}… (${text.length - maxLength} more characters)`;
}

/** Lines of ours have a dozen fields; a stranger chooses none of their names. */
function essentials(line: object): unknown {
  const own = Object.entries(line).filter(([name, item]) => name.length <= 40 && typeof item !== 'object');
  return withShortTexts(Object.fromEntries(own.slice(0, 20)), MAX_ESSENTIAL_TEXT);
}
