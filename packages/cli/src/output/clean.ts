/** Escape sequences with parameters, such as colours: a log may have them on purpose. */
// eslint-disable-next-line no-control-regex
const SEQUENCES = /\x1b\[[0-?]*[ -/]*[@-~]/g;

/** Control characters but tab and line feed, and the marks that reverse the direction of a text. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Without anything that could drive a terminal: names, tags, errors and logs come from strangers. */
export function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(SEQUENCES, '').replace(CONTROLS, '\ufffd');
}

/** The same on a single line. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/[\t\n]/g, ' ');
}
