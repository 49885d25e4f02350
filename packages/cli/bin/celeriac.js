#!/usr/bin/env node
import { existsSync } from 'node:fs';

const program = new URL('../dist/celeriac.js', import.meta.url);
const builder = new URL('../../../scripts/build-packages.mjs', import.meta.url);

// A fresh clone is not built yet; a package from npm always is.
if (!existsSync(program) && existsSync(builder)) await import(builder);
await import(program);
