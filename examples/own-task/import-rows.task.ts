import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString } from 'class-validator';
import { Task, type TaskContext, type TaskHandler } from '../../src/core/index.js';

export class RowPayload {
  @ApiProperty()
  @IsString()
  file!: string;

  @ApiProperty()
  @IsInt()
  row!: number;
}

/** Imports one row. */
@Task({ name: 'example.import-row', queue: 'tasks', payload: RowPayload })
export class ImportRowTask implements TaskHandler<RowPayload, number> {
  run({ row }: RowPayload): Promise<number> {
    return Promise.resolve(row);
  }
}

export class ImportPayload {
  @ApiProperty()
  @IsString()
  file!: string;

  @ApiProperty()
  @IsInt()
  rows!: number;
}

/** Submits a task for each row of a file. A repeated attempt starts from the beginning, and submits none twice. */
@Task({ name: 'example.import', queue: 'tasks', payload: ImportPayload })
export class ImportTask implements TaskHandler<ImportPayload, number> {
  async run({ file, rows }: ImportPayload, { submitMany, progress, signal }: TaskContext): Promise<number> {
    for (let first = 0; first < rows; first += 1_000) {
      signal.throwIfAborted();
      const some = Array.from({ length: Math.min(1_000, rows - first) }, (_, i) => ({
        file,
        row: first + i,
      }));
      await submitMany(ImportRowTask, some, ({ row }) => ({ key: String(row), tags: [file] }));
      await progress(Math.round((100 * (first + some.length)) / rows));
    }
    return rows;
  }
}
