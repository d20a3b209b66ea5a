import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import type {Readable} from 'node:stream';
import {formatCount} from '../../source/text/format-numbers.js';
import {firstForbidden, firstUnprintable} from './hostile-grammar.js';
import {HostileObserver} from './hostile-observer.js';
import {Random} from './hostile-random.js';
import {tour} from './hostile-tour.js';
import {HostileWriter} from './hostile-writer.js';
import type {RedisServer} from './redis-server.js';
import {openTestTerminal} from './terminal.js';

const program = 'distribution/cli.js';
const countWithinMs = 30_000;

/** What one run of the program printed on a pipe. */
type Printed = {
	/** The arguments, as JSON. */
	readonly command: string;
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
	/** What does not belong on stdout, or `null`. */
	readonly unprintable: string | null;
};

/** What a trial showed. All that is named after something bad should be `null`. */
export type TrialReport = {
	/** What is in Redis, and what was only heard. */
	readonly expected: {readonly keys: number; readonly heardOnly: number};
	/** The count of findings in the store, and the same from the events. */
	readonly counted: {readonly total: number; readonly malformed: number};
	readonly told: HostileObserver['told'];
	/** Text of a view that is not clean. */
	readonly unclean: string | null;
	/** What the dashboard wrote that is not ours. */
	readonly forbidden: string | null;
	/** What the dashboard shows in place of the count of findings, or `null`. */
	readonly uncounted: string | null;
	/** Why the observer lost its link, or `null`. */
	readonly lost: string | null;
	readonly exitCode: number;
	readonly printed: readonly Printed[];
};

/**
Write hostile values to a server while an observer in this process and the built dashboard in a terminal watch, look at everything that the dashboard shows, and run the commands that print.

@param values How many writes and messages.
@param seed Of all that is random.
@throws When the observer fails, or the dashboard ends or does not follow the keys.
*/
export async function hostileTrial(server: RedisServer, {values, seed}: {readonly values: number; readonly seed: number}): Promise<TrialReport> {
	const writer = new HostileWriter(new Random(seed), server.port);
	await writer.fill(Math.floor(values / 2));
	const observer = new HostileObserver(server.url);
	const terminal = await openTestTerminal({
		columns: 180, rows: 50, command: process.execPath, args: [program, '--redis', server.url],
	});
	try {
		// From here on both hear everything.
		const {keys: before} = await writer.expected();
		await Promise.race([observer.counts(before, countWithinMs), observer.ended]);
		await terminal.waitFor(' live ');
		await terminal.waitFor(/[1-9][\d.,KM]* total/u);

		const harassment = writer.harass(Math.ceil(values / 2));
		await tour(terminal);
		await harassment;
		await tour(terminal);

		const expected = await writer.expected();
		const total = expected.keys + expected.heardOnly;
		await Promise.race([observer.counts(total, countWithinMs), observer.ended]);
		terminal.press('1');
		const uncounted = await terminal.waitFor(`${formatCount(total)} total`, {timeoutMs: 10_000}).then(() => null, () => terminal.text().slice(0, 8).join('\n'));
		const printed = await printAll(server.url, writer.someIds(3));
		terminal.press('q');
		const {exitCode} = await terminal.exited;
		return {
			expected,
			counted: observer.snapshot.findings,
			told: observer.told,
			unclean: observer.firstUnclean(),
			forbidden: firstForbidden(terminal.raw),
			uncounted,
			lost: observer.lost,
			exitCode,
			printed,
		};
	} finally {
		await terminal.close();
		writer.close();
		await observer.close();
	}
}

/** What a report holds against the program, a line each; empty when all is well. */
export function complaints({expected, counted, told, unclean, forbidden, uncounted, lost, exitCode, printed}: TrialReport): readonly string[] {
	const total = expected.keys + expected.heardOnly;
	const [first] = printed;
	const status = first?.exitCode === 0 ? (JSON.parse(first.stdout) as {readonly findings: TrialReport['counted']}).findings : {total: -1, malformed: -1};
	const found: ReadonlyArray<readonly [isWrong: boolean, what: string]> = [
		[forbidden !== null, `the dashboard wrote what is not ours on the terminal, ${forbidden ?? ''}`],
		[exitCode !== 0, `the dashboard ended with ${exitCode}`],
		[lost !== null, `the link was lost: ${lost ?? ''}`],
		[unclean !== null, `a view shows what is not clean: ${unclean ?? ''}`],
		[counted.total !== total, `${counted.total} findings are counted, but there are ${total}`],
		[uncounted !== null, `the dashboard does not show ${total} findings, but\n${uncounted ?? ''}`],
		[told.total !== counted.total, `${told.total} findings were told, ${counted.total} counted`],
		[told.malformed !== counted.malformed, `${told.malformed} findings are malformed, ${counted.malformed} counted as that`],
		[status.total !== expected.keys, `status --json counts ${status.total} findings, but there are ${expected.keys} keys`],
		[status.malformed !== told.malformedKeys, `status --json counts ${status.malformed} malformed findings, but there are ${told.malformedKeys}`],
		['polluted' in {}, 'the prototype of all objects was written to'],
		...printed.flatMap(({command, exitCode: code, stderr, unprintable}): ReadonlyArray<readonly [boolean, string]> => [
			[code !== 0 || !/^(?:Only the newest 1,000 of [\d,]+ matching findings are listed.*\n)?$/u.test(stderr), `${command} ended with ${code}: ${JSON.stringify(stderr)}`],
			[unprintable !== null, `${command} printed what is not clean, ${unprintable ?? ''}`],
		]),
	];
	return found.filter(([isWrong]) => isWrong).map(([, what]) => what);
}

async function printAll(url: string, ids: readonly string[]): Promise<readonly Printed[]> {
	// The operating system passes no NUL on, and an id that begins with a dash is a flag.
	const passable = ids.filter(id => id !== '' && !id.startsWith('-') && !id.includes('\u0000'));
	const commands = [['status', '--json'], ['status'], ['status', '--line'], ['findings'], ['findings', '--json'], ['findings', '--filter', '\u001B[2J'], ...passable.map(id => ['findings', id])];
	const printed: Printed[] = [];
	for (const command of commands) {
		printed.push(await print([...command, '--redis', url]));
	}

	return printed;
}

async function print(args: readonly string[]): Promise<Printed> {
	const child = spawn(process.execPath, [program, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
	const [stdout, stderr, [exitCode]] = await Promise.all([allOf(child.stdout), allOf(child.stderr), once(child, 'close') as Promise<[number | null]>]);
	return {
		command: JSON.stringify(args), exitCode, stdout, stderr, unprintable: firstUnprintable(stdout),
	};
}

async function allOf(stream: Readable): Promise<string> {
	const pieces = await stream.setEncoding('utf8').toArray() as string[];
	return pieces.join('');
}
