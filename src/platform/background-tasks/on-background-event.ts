import { OnEvent } from '@nestjs/event-emitter';

/** The event's name on the emitter, derived from its class. */
export function eventName(event: object): string {
  return nameOf(event.constructor);
}

/**
 * Decorates the method that handles a background event: `@OnBackgroundEvent(EmailRequested)`. Unlike with a plain
 * `@OnEvent`, errors reach BackgroundTasks, which counts them and logs them with the request id.
 */
export function OnBackgroundEvent(event: new (...values: never[]) => object): MethodDecorator {
  return OnEvent(nameOf(event), { suppressErrors: false });
}

function nameOf(event: { readonly name: string }): string {
  return `background.${event.name}`;
}
