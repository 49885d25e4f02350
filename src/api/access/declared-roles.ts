import { Injectable, type OnModuleInit } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { NEEDS } from './require-role.decorator.js';
import { WiringError } from '../../core/task/queue.errors.js';

/** Refuses to start with a route that declares no role, because nobody could use it. */
@Injectable()
export class DeclaredRoles implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const silent = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, unknown>; // methods by name
      const names = this.scanner.getAllMethodNames(prototype);
      return names.filter((name) => isSilent(prototype[name])).map((name) => `${metatype.name}.${name}`);
    });
    if (silent.length > 0)
      throw new WiringError(`Say which role is needed, by @RequireRole or @Public: ${silent.join(', ')}`);
  }
}

/** True for a route without a role. */
function isSilent(method: unknown): boolean {
  if (typeof method !== 'function') return false;
  return Reflect.hasMetadata(METHOD_METADATA, method) && !Reflect.hasMetadata(NEEDS, method);
}
