import { withoutMarks } from './style.js';

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROWEST = /[\p{Mn}\p{Me}\p{Cf}]/u;
const IS_ASCII = /^[ -~]*$/;

/** Number of columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  const plain = withoutMarks(text);
  if (IS_ASCII.test(plain)) return plain.length;
  return Array.from(plain, widthOfCharacter).reduce((sum, width) => sum + width, 0);
}

/** The text, or its begin and `…` if it is wider than that. A cut text loses its colours. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let begin = '';
  let left = width - 1;
  for (const character of withoutMarks(text)) {
    left -= widthOfCharacter(character);
    if (left < 0) break;
    begin += character;
  }
  return `${begin}…`;
}

export function padTo(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
}

function widthOfCharacter(character: string): number {
  if (NARROWEST.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
