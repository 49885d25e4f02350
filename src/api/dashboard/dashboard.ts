import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Config } from '../../platform/config/config.js';
import { PageLogin } from '../access/login/page-login.js';
import { RefusedError } from '../problems/refused-error.js';
import { type ConsoleFiles, readConsole } from './console-files.js';
import { sendFile } from './served-file.js';

/** Written by `npm run build`, beside this program. */
const FOLDER = fileURLToPath(new URL('../../console/', import.meta.url));
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const ASSET = /^\/assets\/([^/]+)$/;
const ASSETS = '/assets/';
const NOT_BUILT = 'The console is not built. Run `npm run build`, then start the API again.\n';

/**
 * Serves the console at /dashboard: its assets, and for every other path its one page, which reads the path itself.
 * Anyone may read these files. They contain no data: the page asks the API, which refuses what a role may not see or do.
 */
@Injectable()
export class Dashboard {
  constructor(
    private readonly login: PageLogin,
    private readonly config: Config,
  ) {}

  /** Handlers to mount at /dashboard, in this order. */
  handlers(): RequestHandler[] {
    return [this.login.formerInConsole, consoleHandler(readConsole(FOLDER, this.config.basePath))];
  }
}

/** @param files undefined if the console is not built: the page then says how to build it */
export function consoleHandler(files: ConsoleFiles | undefined): RequestHandler {
  return (request, response, next) => {
    if (!READING.has(request.method)) return refuse(request, response, next);
    if (files === undefined) return void response.status(503).type('text').send(NOT_BUILT);
    if (request.path.startsWith(ASSETS)) return sendAsset(files, request, response, next);
    if (!request.accepts('html')) return next(new RefusedError('not-found', 'Only pages are served here.'));
    response.setHeader('Cache-Control', 'no-cache');
    sendFile(files.page, request, response);
  };
}

function refuse({ method }: Request, response: Response, next: NextFunction): void {
  response.setHeader('Allow', [...READING].join(', '));
  next(
    new RefusedError(
      'read-only',
      `Only pages are served here, not ${method}. The API is documented at /docs.`,
    ),
  );
}

function sendAsset(files: ConsoleFiles, request: Request, response: Response, next: NextFunction): void {
  const asset = files.assets.get(ASSET.exec(request.path)?.[1] ?? '');
  // A page of an earlier version asks for files that are gone: it then loads itself again.
  if (asset === undefined) return next(new RefusedError('not-found', `No file ${request.path}.`));
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  sendFile(asset, request, response);
}
