import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { HeldResponsesModule } from '../streams/held-responses.module.js';
import { FleetClients } from './fleet-clients.js';
import { FleetEventsController } from './fleet-events.controller.js';

/** The route for the changes of all tasks. */
@Module({
  imports: [CoreModule, HeldResponsesModule],
  controllers: [FleetEventsController],
  providers: [FleetClients],
})
export class FleetEventsModule {}
