/** Loaded before a program (`--import`): its clock is CLOCK_SHIFT_MS ahead of that of this machine. */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...values) {
    super(...(values.length === 0 ? [RealDate.now() + shiftMs] : values));
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
