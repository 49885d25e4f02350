import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { WiringError } from '../../../core/task/queue.errors.js';
import { isTaskId } from '../../../core/task/task-id.js';
import { ACCEPTS_TOKEN } from './accepts-token.decorator.js';
import type { TokenTarget } from './read-token.js';

interface Route {
  readonly kind: TokenTarget['kind'];
  /** The path without the id. */
  readonly before: string;
  readonly after: string;
}

/**
 * The routes that accept tokens, by their paths. A token is checked before the body is read and before any router: a
 * path that does not match exactly is refused, however a router would read it.
 */
@Injectable()
export class TokenRoutes implements OnModuleInit {
  private routes: readonly Route[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    this.routes = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, object>; // methods by name
      const names = this.scanner.getAllMethodNames(prototype);
      return names.flatMap((name) => routesOf(pathOf(metatype), prototype[name]));
    });
  }

  /** The task or workflow that a request reads; undefined if its route accepts no token. */
  targetOf({ method, path }: { readonly method: string; readonly path: string }): TokenTarget | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    for (const { kind, before, after } of this.routes) {
      if (!path.startsWith(before) || !path.endsWith(after)) continue;
      const id = path.slice(before.length, path.length - after.length);
      if (isTaskId(id)) return { kind, id: id.toLowerCase() };
    }
    return undefined;
  }
}

function routesOf(controllerPath: string, handler: object | undefined): Route[] {
  if (handler === undefined) return [];
  const kind = Reflect.getMetadata(ACCEPTS_TOKEN, handler) as Route['kind'] | undefined; // only AcceptsToken writes it
  if (kind === undefined) return [];
  const path = `${controllerPath}/${pathOf(handler)}`;
  const parts = path.split('/').filter((part) => part !== '');
  const [before = '', after = '', ...more] = `/${parts.join('/')}`.split(/:\w+/);
  if (more.length > 0) throw new WiringError(`A route for tokens has more than one parameter: ${path}`);
  return [{ kind, before, after }];
}

function pathOf(decorated: object): string {
  return String(Reflect.getMetadata(PATH_METADATA, decorated) ?? '');
}
