import { Parser } from 'htmlparser2';

/**
 * Elements whose content is text although the parser reads tags in it. It handles script, style, title, textarea and
 * xmp itself.
 */
const textElements: readonly string[] = ['iframe', 'noembed', 'noframes', 'plaintext'];

/**
 * The charset declared in the first part of an HTML document: the first `<meta charset>` or `<meta
 * http-equiv="content-type" content="…; charset=…">` with a known label. A parser reads the tags, so that comments,
 * scripts, text areas and other attributes' values do not count.
 *
 * @param start in Latin-1; a tag cut off at the end does not count
 * @param encodingOf the charset of a label, or undefined if it is unknown
 */
export function metaCharset(
  start: string,
  encodingOf: (label: string) => string | undefined,
): string | undefined {
  let found: string | undefined;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (textElements.includes(name)) depth += 1;
      const label = name === 'meta' && depth === 0 ? labelOf(attributes) : undefined;
      if (label !== undefined) found ??= encodingOf(label.trim());
    },
    onclosetag(name) {
      if (textElements.includes(name)) depth -= 1;
    },
  });
  // A comment end that browsers accept and the parser does not.
  parser.write(start.replaceAll('--!>', '-->'));
  return found;
}

function labelOf({ charset, 'http-equiv': directive, content = '' }: Record<string, string>) {
  if (charset !== undefined) return charset;
  return directive?.trim().toLowerCase() === 'content-type' ? charsetIn(content) : undefined;
}

/** The standard's "extracting a character encoding from a meta element": an unclosed quote yields nothing. */
function charsetIn(content: string): string | undefined {
  const [, double, single, bare] =
    /charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"'][^\s;]*))/i.exec(content) ?? [];
  return double ?? single ?? bare;
}
