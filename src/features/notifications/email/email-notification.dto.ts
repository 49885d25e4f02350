import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsDefined,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { OptionalSubmitOptions, SubmitOptionsDto } from '../../../api/schema/submit-options.dto.js';
import { Field } from '../../../api/schema/fields.js';
import { IsHeaderText } from '../../../platform/validation/rules/is-header-text.js';
import { IsListOf } from '../../../platform/validation/rules/is-list-of.js';
import { IsMailAddress } from '../../../platform/validation/rules/mail-address.js';
import { NotTogetherWith } from '../../../platform/validation/rules/not-together-with.js';
import { EmailDetails } from './email-details.dto.js';
import { MAX_HTML, MAX_SUBJECT, MAX_TEXT } from './send-email.task.js';

export const MAX_RECIPIENTS = 100;

const ADDRESS = { type: 'string', format: 'email' } as const;

/** The body of POST /notifications with `channel: "email"`. */
export class EmailNotificationDto extends EmailDetails {
  @Field.oneOf(['email'], { example: 'email' })
  channel!: 'email';

  @ApiProperty({
    oneOf: [
      ADDRESS,
      { type: 'array', items: ADDRESS, minItems: 1, maxItems: MAX_RECIPIENTS, uniqueItems: true },
    ],
    example: ['ada@example.com', 'grace@example.com'],
    description: 'One address or several; each recipient gets a separate email and does not see the others',
  })
  @IsListOf(MAX_RECIPIENTS, { min: 1, orOne: true, unique: (address) => String(address).toLowerCase() })
  @IsMailAddress({ each: true })
  to!: string | string[];

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 64,
    example: 'report-ready',
    description: 'Folder name of a template; alternatively give `subject` and `text` or `html`',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  template?: string;

  @ApiPropertyOptional({
    type: Object,
    additionalProperties: true,
    example: {
      name: 'Ada',
      title: 'The report for November',
      report_url: 'https://example.com/reports/2026-11',
    },
    description: 'Exactly the variables that the template needs',
  })
  @IsOptional()
  @NeedsTemplate()
  @IsObject()
  variables?: Record<string, unknown>;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: MAX_SUBJECT,
    example: 'Your report is ready',
    description: 'Required without a template',
  })
  @ValidateIf(({ template, subject }: EmailNotificationDto) => subject != null || template == null)
  @NotTogetherWith('template')
  @IsDefined({ message: 'give either template, or subject with text or html' })
  @IsHeaderText(MAX_SUBJECT)
  subject?: string;

  @ApiPropertyOptional({
    maxLength: MAX_TEXT,
    example: 'You find it where you left it.',
    description: 'Generated from `html` if left out; without a template, `text` or `html` is required',
  })
  @ValidateIf(
    ({ template, subject, text, html }: EmailNotificationDto) =>
      text != null || (subject != null && html == null && template == null),
  )
  @NotTogetherWith('template')
  @IsDefined({ message: 'give text or html' })
  @IsString()
  @MaxLength(MAX_TEXT)
  text?: string;

  @ApiPropertyOptional({ maxLength: MAX_HTML, example: '<p>You find it where you left it.</p>' })
  @IsOptional()
  @NotTogetherWith('template')
  @IsString()
  @MaxLength(MAX_HTML)
  html?: string;

  @OptionalSubmitOptions({
    description: 'Options of each task; a `deduplicate` key applies to each recipient separately',
  })
  options?: SubmitOptionsDto;
}

function NeedsTemplate(): PropertyDecorator {
  return ValidateBy({
    name: 'needsTemplate',
    validator: {
      // The decorator is used on a property of this class.
      validate: (_value, context) => (context?.object as EmailNotificationDto | undefined)?.template != null,
      defaultMessage: () => 'variables requires template',
    },
  });
}
