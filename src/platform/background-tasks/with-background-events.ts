import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
  applyDecorators,
} from '@nestjs/common';
import type { Response } from 'express';
import type { Observable } from 'rxjs';
import { BackgroundTasks } from './background-tasks.js';

/** Opens the scope that collects background events. */
@Injectable()
class EventScope implements NestInterceptor {
  constructor(private readonly backgroundTasks: BackgroundTasks) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const response = context.switchToHttp().getResponse<Response>();
    return this.backgroundTasks.enter(response, () => next.handle());
  }
}

/**
 * Decorates a route, or a controller, of which a service calls BackgroundTasks; one that injects BackgroundTasks itself
 * needs no decorator. Log lines written in the request and in its event handlers carry the request id. The module must
 * import BackgroundTasksModule.
 */
export function WithBackgroundEvents(): ClassDecorator & MethodDecorator {
  return applyDecorators(UseInterceptors(EventScope));
}
