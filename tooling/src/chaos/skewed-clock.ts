// Loaded before a program (`--import`): its JavaScript reads a clock that is wrong by so many milliseconds. Timers, other
// processes and the database keep theirs.
const skewMs = Number(process.env['KEYFALL_TEST_SKEW_MS'] ?? 0);
const TrueDate = Date;
const now = (): number => TrueDate.now() + skewMs;

globalThis.Date = new Proxy(TrueDate, {
  apply: () => new TrueDate(now()).toString(),
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  get: (target, key, receiver): unknown => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});
