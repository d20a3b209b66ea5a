import {commonFlags, defineCommand, type AnyCommand} from './command.js';
import type {Flags} from './flags.js';
import {shownAs} from './parse-arguments.js';

/** `help [command]`. @param commands Where it looks up commands. */
export const makeHelp = (commands: {all(): Promise<readonly AnyCommand[]>; expect(name: string): Promise<AnyCommand>}) => defineCommand({
	name: 'help',
	summary: 'this list, or the flags and examples of a command',
	arguments: ['[command]'],
	flags: {},
	examples: ['haiku-swarm help worker'],
	async run({arguments: [name], print}) {
		const lines = name === undefined ? helpForAll(await commands.all()) : helpFor(await commands.expect(name));
		await print(`${lines.join('\n')}\n`);
	},
});

function helpForAll(commands: readonly AnyCommand[]): readonly string[] {
	return [
		'Usage',
		...columns(commands.map(command => [callOf(command), command.summary])),
		'',
		'More about one of them: haiku-swarm help <command>',
		...section('Global flags', flagLines(commonFlags)),
		...section('Exit codes', ['  0 done   1 failed   2 wrong usage   3 no Redis']),
	];
}

function helpFor(command: AnyCommand): readonly string[] {
	return [
		'Usage',
		`  $ ${callOf(command)}${Object.keys(command.flags).length === 0 ? '' : ' [flags]'}`,
		'',
		`  ${command.summary}`,
		...section('Flags', flagLines(command.flags)),
		...section('Global flags', flagLines(commonFlags)),
		...section('Examples', command.examples.map(example => `  $ ${example}`)),
	];
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
