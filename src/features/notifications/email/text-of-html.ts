import { type DomNode, type FormatCallback, compile } from 'html-to-text';
import { TooSlowError, within } from '../bounded.js';

const LIMIT_MS = 500;
/** Between the cells of a row: one space could be a part of a cell. */
const GAP = '  ';

/** Its types leave the neighbours out. */
type Node = DomNode & { readonly prev?: Node | null };

/** A row is a line. White space between its cells says nothing. */
const formatRow: FormatCallback = (element, walk, builder) => {
  builder.openBlock({ leadingLineBreaks: 1 });
  walk(elementsIn(element), builder);
  builder.closeBlock({ trailingLineBreaks: 1 });
};

/** Blocks in a cell or in the one before it stand on lines of their own. */
const formatCell: FormatCallback = (element, walk, builder) => {
  const before = elementBefore(element);
  if (before && !holdsBlock(before) && !holdsBlock(element)) builder.addLiteral(GAP);
  walk(element.children, builder);
};

/** What an image says to those who do not see it; one without words is decoration. */
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
/** What html-to-text puts on lines of its own without being told. */
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
 * The words and links of an HTML text, for those who read emails as text, and for filters that distrust emails
 * without any.
 *
 * @returns undefined for what cannot be read within half a second: fifty thousand nested elements, say
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

/** Asks its neighbours only, not all cells of the row. */
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
