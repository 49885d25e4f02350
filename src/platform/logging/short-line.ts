/** Maximum length of a log line, in characters. */
const MAX_LINE = 16_384;
/** Maximum length of each text in a line that is too long. */
const MAX_TEXT = 2_000;
/** The same limit for a line that is still too long. In JSON, each character can take up to six. */
const MAX_ESSENTIAL_TEXT = 100;

/**
 * Limits the length of a JSON log line, whatever a client, a server or a task put into it. Long texts are cut first. A
 * line that is still too long keeps the beginnings of its top-level texts and loses its lists and objects.
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

/** Our own lines have a dozen fields, with names that no client chooses. */
function essentials(line: object): unknown {
  const own = Object.entries(line).filter(([name, item]) => name.length <= 40 && typeof item !== 'object');
  return withShortTexts(Object.fromEntries(own.slice(0, 20)), MAX_ESSENTIAL_TEXT);
}
