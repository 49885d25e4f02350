import { Module } from '@nestjs/common';
import { OutboundModule } from '../../../src/platform/outbound/outbound.module.js';
import { ExecutionModule } from '../../../src/worker/index.js';
import { ImagesProcessor } from './images.processor.js';
import { imagesQueue } from './images.queue.js';
import { RemoteImages } from './remote-images.js';
import { ThumbnailTask } from './thumbnail.task.js';

/** Scales images, in a queue of its own: many of them delay no other task. */
@Module({
  imports: [ExecutionModule, OutboundModule, imagesQueue],
  providers: [ImagesProcessor, ThumbnailTask, RemoteImages],
})
export class ImagesModule {}
