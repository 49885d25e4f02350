import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, IsDefined, IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { Task, type TaskHandler } from '../../src/core/index.js';

export class Article {
  @ApiProperty({ example: 'tea' })
  @IsString()
  name!: string;

  @ApiProperty({ type: 'integer', minimum: 0, example: 250 })
  @IsInt()
  @Min(0)
  grams!: number;
}

export class Order {
  @ApiProperty({ type: [Article] })
  @IsDefined()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => Article)
  articles!: Article[];
}

@Injectable()
export class Boxes {
  smallestFor(grams: number): string {
    return grams > 2_000 ? 'large' : 'small';
  }
}

@Task({ name: 'example.pack-order', queue: 'tasks', payload: Order })
export class PackOrderTask implements TaskHandler<Order, string> {
  constructor(private readonly boxes: Boxes) {}

  run({ articles }: Order): Promise<string> {
    const grams = articles.reduce((sum, article) => sum + article.grams, 0);
    return Promise.resolve(this.boxes.smallestFor(grams));
  }
}
