import { compile } from 'html-to-text';
import { TooSlowError, within } from './bounded.js';

const LIMIT_MS = 500;

const convert = compile({
  wordwrap: 78,
  limits: { maxDepth: 100, maxChildNodes: 10_000, ellipsis: '…' },
  selectors: [
    {
      selector: 'a',
      options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, noAnchorUrl: true },
    },
    { selector: 'img', format: 'skip' },
    { selector: 'title', format: 'skip' },
    ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } })),
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
    return within(LIMIT_MS, () => convert(html));
  } catch (error) {
    if (error instanceof TooSlowError) return undefined;
    throw error;
  }
}
