import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CoreModule } from '../../core/core.module.js';
import { Access } from './access.js';
import { Authentication } from './authentication.js';
import { PageLogin } from './login/page-login.js';
import { DeclaredRoles } from './declared-roles.js';
import { EndedSessions } from './login/ended-sessions.js';
import { KeyUses } from './key-uses.js';
import { RoleGuard } from './role.guard.js';
import { SessionCookie } from './login/session-cookie.js';
import { SessionSecret } from './login/session-secret.js';
import { ReadTokens } from './tokens/read-tokens.js';
import { TokenRoutes } from './tokens/token-routes.js';
import { TokenSecret } from './tokens/token-secret.js';

/** Authentication and authorisation of the API. A worker has none: it serves only its probe. */
@Module({
  imports: [DiscoveryModule, CoreModule],
  providers: [
    Access,
    Authentication,
    DeclaredRoles,
    EndedSessions,
    KeyUses,
    PageLogin,
    SessionCookie,
    SessionSecret,
    RoleGuard,
    ReadTokens,
    TokenRoutes,
    TokenSecret,
  ],
  exports: [Access, Authentication, KeyUses, PageLogin, ReadTokens, RoleGuard, SessionCookie, SessionSecret],
})
export class AuthModule {}
