import { Module } from '@nestjs/common';
import { AuthModule } from '../auth.module.js';
import { OidcClient } from '../oidc/oidc-client.js';
import { OidcController } from '../oidc/oidc.controller.js';
import { OidcLogin } from '../oidc/oidc-login.js';
import { SessionController } from './session.controller.js';

/** The routes of the login. Imported after others: Express tries routes in their order, and these are rarely used. */
@Module({
  imports: [AuthModule],
  controllers: [SessionController, OidcController],
  providers: [OidcClient, OidcLogin],
})
export class SessionModule {}
