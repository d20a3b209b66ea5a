import process from 'node:process';
import {safeJson} from '../protocol/clean-text.js';
import {exitCodes, UserError} from '../protocol/user-error.js';
import {version} from '../protocol/version.js';
import {handleShutdown} from '../terminal/shutdown.js';
import {commandErrors} from '../text/command-errors.js';
import type {AnyCommand, Call} from './command.js';
import {expectCommand} from './command-list.js';
import type {Parsed} from './parse-arguments.js';

const defaultGraceSeconds = 10;
/** The exit code of a filter ended by SIGPIPE: 128 plus the number of the signal. */
const brokenPipeExitCode = 141;
const noFlags = {redis: undefined, start: true};

/**
Run the command named in the arguments of the process: by default the dashboard, or `status` without a terminal. `--help`, `-h`, `--version` and `-v` come before anything else.

@throws {UserError}
*/
export async function run(argv: readonly string[]): Promise<void> {
	const options = beforeSeparator(argv);
	const {name, flag, rest} = splitName(argv);
	if (options.includes('--version') || options[0] === '-v') {
		const {exit} = handleShutdown();
		await printer(exit)(`${version}\n`);
	} else if (options.includes('--help') || options.includes('-h')) {
		const topic = name === 'help' && rest[0]?.startsWith('-') === false ? rest[0] : name;
		await start(await expectCommand('help'), {arguments: topic === null ? [] : [(await expectCommand(topic, flag)).name], flags: noFlags});
	} else {
		const command = await expectCommand(name ?? (process.stdout.isTTY ? 'dashboard' : 'status'), flag);
		await start(command, await read(command, rest));
	}
}

/** Whether errors must be JSON, because of `--json`. */
export function wantsJson(argv: readonly string[]): boolean {
	return beforeSeparator(argv).includes('--json');
}

/** An error as `--json` prints it, instead of the output. */
export function errorJson(exitCode: number, message: string): string {
	const code = Object.entries(exitCodes).find(([, number]) => number === exitCode)?.[0] ?? 'failed';
	return `${safeJson({error: {code: code === 'noRedis' ? 'no_redis' : code, message}})}\n`;
}

/** The parser takes longer to load than the first frame of the dashboard, and usually there is nothing to parse. */
async function read(command: AnyCommand, argv: readonly string[]): Promise<Parsed> {
	if (command.opensTerminal && argv.length === 0) {
		return {arguments: [], flags: noFlags};
	}

	const {parse} = await import('./parse-arguments.js');
	return parse(command, argv);
}

async function start(command: AnyCommand, parsed: Parsed): Promise<void> {
	const runTyped = command.run as (call: Call) => Promise<void>;
	const graceSeconds = (command.graceSeconds as ((flags: Parsed['flags']) => number) | undefined)?.(parsed.flags) ?? defaultGraceSeconds;
	if (command.opensTerminal) {
		await runTyped({...parsed, flags: parsed.flags as Call['flags']} as Call);
		return;
	}

	const {signal, exit} = handleShutdown(graceSeconds * 1000);
	try {
		await runTyped({
			...parsed, flags: parsed.flags as Call['flags'], signal, print: printer(exit),
		});
	} catch (error) {
		// A command that a signal interrupted did not fail: its exit code names the signal.
		if (!signal.aborted || error instanceof UserError) {
			throw error;
		}
	}
}

/**
Make a function that writes to stdout, and waits until it is written. If the reader has left, as `head` does, it ends the program quietly through `exit`.

@throws {UserError} when stdout cannot be written, for example on a full disk.
*/
function printer(exit: (code: number) => never): (text: string) => Promise<void> {
	// The callback reports errors; without a listener the event would look like a bug.
	process.stdout.on('error', () => undefined);
	return async text => new Promise((resolve, reject) => {
		process.stdout.write(text, error => {
			if (!error) {
				resolve();
			} else if ((error as NodeJS.ErrnoException).code === 'EPIPE') {
				exit(brokenPipeExitCode);
			} else {
				reject(new UserError(commandErrors.stdout(error.message)));
			}
		});
	});
}

function beforeSeparator(argv: readonly string[]): readonly string[] {
	const separator = argv.indexOf('--');
	return separator === -1 ? argv : argv.slice(0, separator);
}

/** The name of the command is the first word that is not a flag or the value of `--redis`. `flag`: the flag just before it, whose value it may be. */
function splitName(argv: readonly string[]): {readonly name: string | null; readonly flag?: string; readonly rest: readonly string[]} {
	const words = beforeSeparator(argv);
	const index = words.findIndex((word, at) => !word.startsWith('-') && words[at - 1] !== '--redis');
	const flag = words[index - 1];
	return index === -1
		? {name: null, rest: argv}
		: {name: words[index]!, rest: argv.toSpliced(index, 1), ...(flag?.startsWith('--') && !flag.includes('=') && flag !== '--no-start' && {flag})};
}
