import process from 'node:process';
import {safeJson} from '../protocol/clean-text.js';
import {exitCodes, UserError} from '../protocol/user-error.js';
import {version} from '../protocol/version.js';
import {handleShutdown} from '../terminal/shutdown.js';
import type {AnyCommand, Call} from './command.js';
import {expectCommand} from './all.js';
import {printer} from './print.js';
import type {Parsed} from './parse-arguments.js';

const defaultGraceSeconds = 10;
const noFlags = {redis: undefined, start: true};

/**
Run the command that the arguments name: the dashboard where they name none, or `status` where there is no terminal. `--help`, `-h`, `--version` and `-v` are looked at before anything else.

@param argv The arguments of the process.
@throws {UserError} when it was called wrongly, or fails.
*/
export async function run(argv: readonly string[]): Promise<void> {
	const options = beforeSeparator(argv);
	const {name, rest} = splitName(argv);
	if (options.includes('--version') || options[0] === '-v') {
		const {exit} = handleShutdown();
		await printer(exit)(`${version}\n`);
	} else if (options.includes('--help') || options.includes('-h')) {
		await start(await expectCommand('help'), {arguments: name === null || name === 'help' ? [] : [name], flags: noFlags});
	} else {
		const command = await expectCommand(name ?? (process.stdout.isTTY ? 'dashboard' : 'status'));
		await start(command, await read(command, rest));
	}
}

/** Whether errors are to be printed as JSON: `--json` was asked for. */
export function wantsJson(argv: readonly string[]): boolean {
	return beforeSeparator(argv).includes('--json');
}

/** An error as `--json` prints it, in place of what the command would have printed. */
export function errorJson(exitCode: number, message: string): string {
	const code = Object.entries(exitCodes).find(([, number]) => number === exitCode)?.[0] ?? 'failed';
	return `${safeJson({error: {code: code === 'noRedis' ? 'no_redis' : code, message}})}\n`;
}

/** The parser takes longer to load than all that the first frame of the dashboard needs, and there is usually nothing to parse. */
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

	const {signal, exit} = handleShutdown({graceMs: graceSeconds * 1000});
	try {
		await runTyped({
			...parsed, flags: parsed.flags as Call['flags'], signal, print: printer(exit),
		});
	} catch (error) {
		// A command that a signal has interrupted did not fail: the exit code says which signal.
		if (!signal.aborted || error instanceof UserError) {
			throw error;
		}
	}
}

function beforeSeparator(argv: readonly string[]): readonly string[] {
	const separator = argv.indexOf('--');
	return separator === -1 ? argv : argv.slice(0, separator);
}

/** The first word that is no flag, nor the value of `--redis`, names the command. Flags may stand before it. */
function splitName(argv: readonly string[]): {readonly name: string | null; readonly rest: readonly string[]} {
	for (const [index, word] of argv.entries()) {
		if (word === '--') {
			break;
		}

		if (!word.startsWith('-') && argv[index - 1] !== '--redis') {
			return {name: word, rest: argv.toSpliced(index, 1)};
		}
	}

	return {name: null, rest: argv};
}
