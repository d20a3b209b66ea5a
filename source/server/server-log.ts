import process from 'node:process';

/** How serious a line is: as Redis marks it, `*` for a notice, `#` for a warning. */
export type LogLevel = '*' | '#';

/** Write a line of the log as Redis does: process id, role, time, level. */
export function writeLog(text: string, level: LogLevel = '*'): void {
	const now = new Date();
	const time = `${now.toUTCString().slice(5, 25)}.${String(now.getUTCMilliseconds()).padStart(3, '0')}`;
	process.stdout.write(`${process.pid}:M ${time} ${level} ${text}\n`);
}

/** Pass on a line of Valkey's own log, whose process id and time are made up. */
export function passLog(line: string): void {
	const {level = '*', text = line} = /^\d+:[A-Z] .{20,30}? (?<level>[*#]) (?<text>.*)$/.exec(line)?.groups ?? {};
	writeLog(text, level as LogLevel);
}
