import {defineCommand, type AnyCommand} from './command.js';
import {usageOf, usageOfAll} from './usage.js';

/**
`help [command]`.

@param commands Where it looks commands up.
*/
export const makeHelp = (commands: {all(): Promise<readonly AnyCommand[]>; expect(name: string): Promise<AnyCommand>}) => defineCommand({
	name: 'help',
	summary: 'this list, or the flags and examples of a command',
	arguments: ['[command]'],
	flags: {},
	examples: ['haiku-swarm help worker'],
	async run({arguments: [name], print}) {
		await print(name === undefined ? usageOfAll(await commands.all()) : usageOf(await commands.expect(name)));
	},
});
