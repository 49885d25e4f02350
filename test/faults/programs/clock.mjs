/** Preloaded with --import: shifts this process' clock by FAULTS_CLOCK_MS. */
const offMs = Number(process.env.FAULTS_CLOCK_MS);
const RightDate = globalThis.Date;

globalThis.Date = class Date extends RightDate {
  constructor(...parts) {
    if (parts.length === 0) super(RightDate.now() + offMs);
    else super(...parts);
  }

  static now() {
    return RightDate.now() + offMs;
  }
};
