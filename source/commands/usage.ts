import {commonFlags, type AnyCommand} from './command.js';
import type {Flags} from './flags.js';
import {shownAs} from './parse-arguments.js';

const exitCodes = '0 done   1 failed   2 wrong usage   3 no Redis';

/** The list of commands: what `--help` prints. */
export function usageOfAll(commands: readonly AnyCommand[]): string {
	return [
		'Usage',
		...columns(commands.map(command => [callOf(command), command.summary])),
		'',
		'haiku-swarm help <command> tells the rest.',
		...section('Everywhere', flagLines(commonFlags)),
		...section('Exit codes', [`  ${exitCodes}`]),
		'',
	].join('\n');
}

/** What `help <command>` prints. */
export function usageOf(command: AnyCommand): string {
	return [
		'Usage',
		`  $ ${callOf(command)}${Object.keys(command.flags).length === 0 ? '' : ' [flags]'}`,
		'',
		`  ${command.summary}`,
		...section('Flags', flagLines(command.flags)),
		...section('Everywhere', flagLines(commonFlags)),
		...section('Examples', command.examples.map(example => `  $ ${example}`)),
		'',
	].join('\n');
}

function callOf({name, arguments: wanted}: AnyCommand): string {
	return ['haiku-swarm', ...(name === 'dashboard' ? [] : [name]), ...wanted].join(' ');
}

function section(title: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ['', title, ...lines];
}

function flagLines(flags: Flags): readonly string[] {
	return columns(Object.entries(flags).map(([name, flag]) => {
		const placeholder = flag.placeholder === null ? '' : ` ${flag.placeholder}`;
		return [`${shownAs(name, flag)}${placeholder}`, `${flag.summary}${flag.isRepeatable ? '; may be repeated' : ''}`];
	}));
}

function columns(rows: ReadonlyArray<readonly [string, string]>): readonly string[] {
	const width = Math.max(...rows.map(([left]) => left.length), 0);
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
