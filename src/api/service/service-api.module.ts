import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { CapabilitiesController } from './capabilities.controller.js';
import { DeploysController } from './deploys.controller.js';
import { FindController } from './find.controller.js';
import { Finder } from './finder.js';
import { SettingsController } from './settings.controller.js';

/** Routes about the service as a whole. */
@Module({
  imports: [CoreModule],
  controllers: [CapabilitiesController, DeploysController, FindController, SettingsController],
  providers: [Finder],
})
export class ServiceApiModule {}
