/*
For `node --import`: in this process the time of day is wrong by the milliseconds after `?ms=`. Timers and `performance.now` go on as they are, as on a machine whose clock was set wrong.
*/
const offsetMs = Number(new URL(import.meta.url).searchParams.get('ms'));
const {now} = Date;

globalThis.Date = new Proxy(Date, {
	construct: (target, args: readonly unknown[], self) => Reflect.construct(target, args.length === 0 ? [now() + offsetMs] : args, self) as Date,
	apply: () => new Date().toString(),
	get: (target, name) => name === 'now' ? () => now() + offsetMs : Reflect.get(target, name) as unknown,
});
