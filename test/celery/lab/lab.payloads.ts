import { Allow, IsArray, IsInt, IsNumber, IsOptional, IsString, Min } from 'class-validator';

/** Payloads of the `lab.*` tasks, which Python calls with positional and with keyword arguments. */
export class TwoNumbersPayload {
  @IsNumber()
  x!: number;

  @IsNumber()
  y!: number;
}

export class EchoPayload {
  @IsOptional()
  @Allow()
  value?: object | null;
}

export class TotalPayload {
  @IsArray()
  @IsNumber({}, { each: true })
  numbers!: number[];
}

export class NapPayload {
  @IsInt()
  @Min(0)
  ms!: number;
}

export class FailPayload {
  @IsString()
  message!: string;
}

export class FlakyPayload {
  @IsInt()
  @Min(0)
  failures!: number;
}

export class StepsPayload {
  @IsInt()
  @Min(0)
  count!: number;
}

export class NotePayload {
  @Allow()
  first!: object;

  @Allow()
  second!: object;
}
