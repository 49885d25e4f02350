/**
 * The API process with one more fact of a task, `note`: a row of the table, and a property of its two DTOs. No other
 * code knows it.
 */
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { is } from '../../dist/core/task/task-field.js';
import { taskFields } from '../../dist/core/task/task-fields.js';

// Must run before anything is derived from the table.
Object.assign(taskFields, {
  note: {
    value: is(),
    json: 'note',
    option: { type: is(), json: 'note', onReplay: 'kept' },
    stored: { type: is(), as: 'note', write: (note) => note, read: (note) => note ?? null },
  },
});

const { TaskDto } = await import('../../dist/api/schema/task.dto.js');
const { SubmitOptionsDto } = await import('../../dist/api/schema/submit-options.dto.js');
ApiProperty({ type: String, nullable: true })(TaskDto.prototype, 'note');
for (const decorate of [ApiPropertyOptional({ type: String }), IsOptional(), IsString()])
  decorate(SubmitOptionsDto.prototype, 'note');

const { startApi } = await import('../../dist/apps/api-app.js');
const { runProcess } = await import('../../dist/apps/process.js');

await runProcess('celeriac-api', () => startApi());
