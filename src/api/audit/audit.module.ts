import { Module } from '@nestjs/common';
import { QueueModule } from '../../core/queue.module.js';
import { AuditTrail } from './audit-trail.js';

/** For modules with `@Audited` routes. */
@Module({ imports: [QueueModule], providers: [AuditTrail], exports: [AuditTrail] })
export class AuditModule {}
