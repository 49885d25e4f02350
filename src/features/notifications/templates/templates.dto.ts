import { ApiProperty } from '@nestjs/swagger';
import type { Template } from './template.js';
import { OptionalField } from '../../../api/schema/fields.js';

export const previewParts = ['html', 'text'] as const;

export class TemplateDto {
  @ApiProperty({ example: 'report-ready' })
  name!: string;

  @ApiProperty({
    example: 'The report for November is ready',
    description: 'Subject rendered with the sample variables',
  })
  subject!: string;

  @ApiProperty({ enum: previewParts, isArray: true, example: previewParts })
  parts!: (typeof previewParts)[number][];

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    example: {
      name: 'Ada',
      title: 'The report for November',
      report_url: 'https://example.com/reports/2026-11',
    },
    description: 'Sample variables; a notification supplies its own in the same shape',
  })
  example!: Readonly<Record<string, unknown>>;

  @ApiProperty({ type: [String], example: [], description: 'Optional variables' })
  optional!: string[];

  static of(template: Template): TemplateDto {
    const { name, example, optional } = template;
    const { subject, ...parts } = template.render(example);
    return {
      name,
      subject,
      parts: previewParts.filter((part) => part in parts),
      example,
      optional: Object.keys(example).filter((variable) => optional.has(variable)),
    };
  }
}

export class TemplatesDto {
  @ApiProperty({ type: [TemplateDto], description: 'Ordered by name' })
  items!: TemplateDto[];
}

export class PreviewQuery {
  @OptionalField.oneOf(previewParts, {
    default: 'html',
    example: 'html',
    description: 'Part to preview; a part that the template does not have returns 404',
  })
  part?: (typeof previewParts)[number];
}
