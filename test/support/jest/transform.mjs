/** Compiles specs and test/support with the options of the build: decorators have the same metadata as those of `src/`. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';
import { OPTIONS, importOfHelpers } from '../../../scripts/build.mjs';

const HELPERS = fileURLToPath(new URL('decorators.mjs', import.meta.url));
const JSX = { runtime: 'automatic', importSource: 'preact' };
/** Everything but the file itself that a compiled file depends on. */
const INPUTS = ['../../../package-lock.json', '../../../scripts/build.mjs', 'transform.mjs'];
const version = INPUTS.map((path) => readFileSync(new URL(path, import.meta.url), 'utf8')).join('\n');

export default {
  process(text, path) {
    const { code, map, errors } = transformSync(path, text, { ...OPTIONS, jsx: JSX });
    if (errors.length > 0) throw new SyntaxError(errors.map(({ message }) => message.trimEnd()).join('\n'));
    return { code: `${code}${importOfHelpers(code, path, HELPERS)}`, map };
  },
  getCacheKey: (text, path, { instrument }) =>
    createHash('sha256').update([path, instrument, version, text].join('\0')).digest('hex'),
};
