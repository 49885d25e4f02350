import { Injectable } from '@nestjs/common';
import { OnBackgroundEvent } from '../../../platform/background-tasks/on-background-event.js';
import { type Email, Mailer } from './mailer.js';

/** Shutdown waits for it. */
const LIMIT_MS = 60_000;

/** A background event: send this email after the response. */
export class EmailRequested {
  constructor(readonly email: Email) {}
}

@Injectable()
export class EmailRequestedListener {
  constructor(private readonly mailer: Mailer) {}

  @OnBackgroundEvent(EmailRequested)
  async send({ email }: EmailRequested): Promise<void> {
    await this.mailer.send(email, { signal: AbortSignal.timeout(LIMIT_MS) });
  }
}
