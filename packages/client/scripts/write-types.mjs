/**
 * Writes src/openapi.ts, the types of the HTTP API, from the API's own OpenAPI document: `npm run client:types`. Needs a
 * build of the service, and no broker. With `--print` it prints them instead.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { argv, env, chdir, exit, stdout } from 'node:process';
import openapiTS, { astToString } from 'openapi-typescript';
import { leanDocument } from './lean-document.mjs';

const TYPES = new URL('../src/openapi.ts', import.meta.url);
const SERVICE = new URL('../../../dist/', import.meta.url);
const HEADER =
  '/* Written by packages/client/scripts/write-types.mjs from /openapi.json. Do not edit. */\n\n';

const document = leanDocument(await defaultDocument());
const types = HEADER + astToString(await openapiTS(document, { alphabetize: true }));
if (argv.includes('--print')) await new Promise((resolve) => stdout.write(types, resolve));
else writeFileSync(TYPES, types);
exit(); // the application still looks for a broker

/** The document of an API with the default settings, whatever the folder and the environment say. */
async function defaultDocument() {
  chdir(tmpdir());
  process.env = { PATH: env.PATH, REDIS_URL: 'redis://127.0.0.1:1' };
  const { createApp } = await import(new URL('apps/app.js', SERVICE));
  const { ApiDocument } = await import(new URL('api/openapi/api-document.js', SERVICE));
  const app = await createApp(false);
  await app.init();
  return app.get(ApiDocument).get();
}
