import { Module } from '@nestjs/common';
import { CoreModule } from '../../core/core.module.js';
import { AuditCopy } from './audit-copy.js';
import { AuditLog } from './audit-log.js';
import { AuditPages } from './audit-pages.js';
import { AuditTrail } from './audit-trail.js';

/** For modules with `@Audited` routes. */
@Module({
  imports: [CoreModule],
  providers: [AuditCopy, AuditLog, AuditPages, AuditTrail],
  exports: [AuditLog, AuditPages, AuditTrail],
})
export class AuditModule {}
