import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { addLogFields } from '../logging/log-fields.js';
import { BackgroundTasks } from './background-tasks.js';

@Module({
  imports: [EventEmitterModule.forRoot()],
  providers: [BackgroundTasks],
  exports: [BackgroundTasks],
})
export class BackgroundTasksModule implements OnApplicationShutdown {
  private readonly removeLogFields: () => void;

  constructor(backgroundTasks: BackgroundTasks) {
    this.removeLogFields = addLogFields(() => {
      const { requestId } = backgroundTasks;
      return requestId === undefined ? undefined : { request_id: requestId };
    });
  }

  onApplicationShutdown(): void {
    this.removeLogFields();
  }
}
