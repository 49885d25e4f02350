import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type ServedFile, compressed } from './served-file.js';

/** The built console: less than a megabyte, read once. */
export interface ConsoleFiles {
  readonly page: ServedFile;
  /** By name. The names contain a hash of the content. */
  readonly assets: ReadonlyMap<string, ServedFile>;
}

const COMPRESSED = /\.(?:br|gz)$/;

/**
 * Reads what `npm run build` has written to `dist/console`.
 *
 * @param basePath path under which a proxy serves the API, or empty
 * @returns undefined if the console has not been built
 */
export function readConsole(folder: string, basePath: string): ConsoleFiles | undefined {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return undefined;
  const assets = join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => !COMPRESSED.test(name));
  return {
    page: compressed('html', withBasePath(readFileSync(page, 'utf8'), basePath)),
    assets: new Map(names.map((name) => [name, readAsset(join(assets, name))])),
  };
}

/** The build does not know under which path its files are served: it writes relative addresses and an empty base path. */
function withBasePath(html: string, basePath: string): string {
  const escaped = basePath.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return html
    .replace('name="base-path" content=""', () => `name="base-path" content="${escaped}"`)
    .replaceAll('"./assets/', () => `"${escaped}/dashboard/assets/`);
}

function readAsset(path: string): ServedFile {
  const [br, gzip] = [`${path}.br`, `${path}.gz`].map((name) =>
    existsSync(name) ? readFileSync(name) : undefined,
  );
  return {
    type: extname(path).slice(1),
    plain: readFileSync(path),
    coded: { ...(br && { br }), ...(gzip && { gzip }) },
  };
}
