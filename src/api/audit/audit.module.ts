import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuditLog } from './audit-log.js';
import { AuditTrail } from './audit-trail.js';

/** For modules with `@Audited` routes. */
@Module({ imports: [CoreModule], providers: [AuditLog, AuditTrail], exports: [AuditLog, AuditTrail] })
export class AuditModule {}
