/**
 * `@nestjs/throttler` under Jest, which stands in its place by jest.config.js. The package is CommonJS and requires
 * Nest, which is ES modules: Node can do that, Jest only on Node 24.9 and newer. So its own files are run here, with a
 * `require` that gives them the Nest that the tests import.
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import * as async_hooks from 'node:async_hooks';
import * as crypto from 'node:crypto';
import * as net from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as common from '@nestjs/common';
import * as core from '@nestjs/core';

const PACKAGES = { '@nestjs/common': common, '@nestjs/core': core, async_hooks, net, 'node:crypto': crypto };
const folder = fileURLToPath(new URL('../../node_modules/@nestjs/throttler/dist/', import.meta.url));
const loaded = new Map();

function load(file) {
  const known = loaded.get(file);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(file, module);
  const require = (name) => {
    if (name in PACKAGES) return PACKAGES[name];
    if (!name.startsWith('.'))
      throw new Error(`@nestjs/throttler requires ${name}: add it in ${import.meta.url}`);
    return load(join(dirname(file), `${name}.js`));
  };
  const run = new Function('require', 'module', 'exports', readFileSync(file, 'utf8'));
  run(require, module, module.exports);
  return module.exports;
}

export const { ThrottlerGuard, ThrottlerModule, normalizeIp } = load(join(folder, 'index.js'));
