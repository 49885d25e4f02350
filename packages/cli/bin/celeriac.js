#!/usr/bin/env node
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = new URL('../dist/celeriac.js', import.meta.url);
const builder = new URL('../../../scripts/build-packages.mjs', import.meta.url);

// A fresh clone is not built yet; a package from npm always is.
if (!existsSync(program) && existsSync(builder)) execFileSync(process.execPath, [fileURLToPath(builder)]);
await import(program);
