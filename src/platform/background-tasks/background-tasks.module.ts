import {
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type OnApplicationShutdown,
  type Type,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import type { NextFunction, Request, Response } from 'express';
import { addLogFields } from '../logging/log-fields.js';
import { BackgroundTasks } from './background-tasks.js';

/** Provides BackgroundTasks, and opens a scope for each request to a controller that injects it. */
@Module({
  imports: [EventEmitterModule.forRoot(), DiscoveryModule],
  providers: [BackgroundTasks],
  exports: [BackgroundTasks],
})
export class BackgroundTasksModule implements NestModule, OnApplicationShutdown {
  private readonly removeLogFields: () => void;

  constructor(
    private readonly backgroundTasks: BackgroundTasks,
    private readonly discovery: DiscoveryService,
  ) {
    this.removeLogFields = addLogFields(() => {
      const { requestId } = backgroundTasks;
      return requestId === undefined ? undefined : { request_id: requestId };
    });
  }

  configure(consumer: MiddlewareConsumer): void {
    const controllers = this.discovery.getControllers().flatMap(({ metatype }) => userOf(metatype));
    if (controllers.length === 0) return;
    consumer
      .apply((_request: Request, response: Response, next: NextFunction) =>
        this.backgroundTasks.enter(response, next),
      )
      .forRoutes(...controllers);
  }

  onApplicationShutdown(): void {
    this.removeLogFields();
  }
}

/** The controller, if its constructor asks for BackgroundTasks. */
function userOf(controller: unknown): Type[] {
  if (typeof controller !== 'function') return [];
  const injected: unknown = Reflect.getMetadata('design:paramtypes', controller);
  // A function that Nest lists as a controller is a class.
  return Array.isArray(injected) && injected.includes(BackgroundTasks) ? [controller as Type] : [];
}
