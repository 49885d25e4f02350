import { Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { BackgroundTasks } from '../../platform/background-tasks/background-tasks.js';
import { ApiIdempotent } from '../../api/idempotency/api-idempotent.decorator.js';
import { ApiProblems } from '../../api/problems/api-problems.decorator.js';
import { RequireRole } from '../../api/access/require-role.decorator.js';
import { EmailRequested } from './email/email-requested.js';
import { NotifiedDto, NotifyQuery } from './notify.dto.js';

/** The tutorial's notification: sent after the response, in this process. */
@ApiTags('Notifications')
@Controller()
export class NotifyController {
  constructor(private readonly backgroundTasks: BackgroundTasks) {}

  @Post('notify')
  @RequireRole('submitter')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'notify',
    summary: 'Send an email after the response (not durable)',
    description:
      'This process sends it as a background event: it is lost if the process dies. For guaranteed delivery use POST ' +
      '/notifications.',
  })
  @ApiOkResponse({ type: NotifiedDto, description: 'The email will be sent after this response' })
  @ApiIdempotent()
  @ApiProblems('validation')
  notify(@Query() { email }: NotifyQuery): NotifiedDto {
    this.backgroundTasks.add(
      new EmailRequested({
        to: email,
        subject: 'Notification',
        text: `This is a notification for ${email}.`,
      }),
    );
    return { message: 'Notification queued' };
  }
}
