import { type DomNode, type FormatCallback, compile } from 'html-to-text';
import { TooSlowError, within } from '../bounded.js';

const LIMIT_MS = 500;
/** Separates the cells of a row: a single space could be part of a cell. */
const GAP = '  ';

/** html-to-text's types omit the siblings. */
type Node = DomNode & { readonly prev?: Node | null };

/** Formats a table row as a line. White space between its cells is ignored. */
const formatRow: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(elementsIn(element), builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

/** Cells that contain blocks, and the cells after them, are on separate lines. */
const formatCell: FormatCallback = (element, walk, builder) => {
  const before = elementBefore(element);
  if (before && !holdsBlock(before) && !holdsBlock(element)) builder.addLiteral(GAP);
  walk(element.children, builder);
};

/** The alternative text of an image; images without one are decoration. */
const formatImage: FormatCallback = (element, _walk, builder) => {
  const { alt = '' } = element.attribs as Record<string, string>;
  if (alt.trim() !== '') builder.addInline(`[${alt.trim()}]`);
};

const blocks: readonly string[] = [
  ...[
    'address',
    'caption',
    'center',
    'dd',
    'details',
    'dialog',
    'dl',
    'dt',
    'fieldset',
    'figcaption',
    'figure',
  ],
  ...['hgroup', 'legend', 'menu', 'optgroup', 'option', 'search', 'summary'],
];
/** Elements that html-to-text formats as blocks by default. */
const knownBlocks: readonly string[] = [
  ...[
    'article',
    'aside',
    'blockquote',
    'div',
    'footer',
    'form',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'header',
    'hr',
  ],
  ...['main', 'nav', 'ol', 'p', 'pre', 'section', 'table', 'ul'],
];
const unseen: readonly string[] = [
  ...['script', 'style', 'template', 'title', 'object', '[hidden]'],
  ...[
    'display:none',
    'display: none',
    'visibility:hidden',
    'visibility: hidden',
    'mso-hide:all',
    'mso-hide: all',
  ].map((style) => `[style*="${style}" i]`),
];

const convert = compile({
  wordwrap: 78,
  limits: { maxDepth: 100, maxChildNodes: 10_000, ellipsis: '…' },
  formatters: { row: formatRow, cell: formatCell, alternative: formatImage },
  selectors: [
    {
      selector: 'a',
      options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, noAnchorUrl: true },
    },
    { selector: 'img', format: 'alternative' },
    { selector: 'tr', format: 'row' },
    ...['td', 'th'].map((selector) => ({ selector, format: 'cell' })),
    ...blocks.map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ...unseen.map((selector) => ({ selector, format: 'skip' })),
  ],
});

/**
 * Converts HTML to text with its links, for readers of plain text, and for spam filters that distrust emails without a
 * text part.
 *
 * @returns undefined for HTML that cannot be converted within half a second, such as fifty thousand nested elements
 */
export function textOfHtml(html: string): string | undefined {
  try {
    return within(LIMIT_MS, () => withoutTrailingSpace(convert(html)));
  } catch (error) {
    if (error instanceof TooSlowError) return undefined;
    throw error;
  }
}

function elementsIn({ children }: DomNode): DomNode[] {
  return children.filter(isElement);
}

function isElement({ type }: DomNode): boolean {
  return type === 'tag';
}

/** Walks the siblings backwards instead of searching all cells of the row. */
function elementBefore({ prev }: Node): Node | undefined {
  let before = prev;
  while (before && !isElement(before)) before = before.prev;
  return before ?? undefined;
}

function holdsBlock({ children }: DomNode): boolean {
  return children.some(({ name = '' }) => blocks.includes(name) || knownBlocks.includes(name));
}

function withoutTrailingSpace(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
