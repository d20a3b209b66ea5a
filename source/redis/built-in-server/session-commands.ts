import type {SessionCommand} from './command.js';
import {clientCommands} from './commands/client.js';
import {connectionCommands} from './commands/connection.js';
import {pubSubCommands} from './commands/pub-sub.js';
import {scriptCommands} from './commands/scripts.js';
import {serverCommands} from './commands/server.js';
import {trackingCommands} from './commands/tracking.js';
import {transactionCommands} from './commands/transactions.js';
import {unknownCommand} from './execute.js';
import {CommandError, wrongArity} from './reply.js';
import {untilZero} from './until-zero.js';

const commands: ReadonlyMap<string, SessionCommand> = new Map([
	connectionCommands,
	clientCommands,
	trackingCommands,
	pubSubCommands,
	transactionCommands,
	scriptCommands,
	serverCommands,
].flat().map(command => [command.name, command]));

const containers = new Set([...commands.keys()].filter(name => name.includes('|')).map(name => name.split('|')[0]));

/**
Find a command of a connection, however it is written.

@throws {CommandError} when there is none of this name.
*/
export function findSessionCommand(words: readonly string[]): SessionCommand {
	const [name = '', subcommand] = words;
	const lowerCase = name.toLowerCase();
	const command = commands.get(lowerCase);
	if (containers.has(lowerCase)) {
		const found = subcommand === undefined ? command : commands.get(`${lowerCase}|${subcommand.toLowerCase()}`);
		if (found) {
			return found;
		}

		throw subcommand === undefined
			? wrongArity(lowerCase)
			: new CommandError(`ERR unknown subcommand '${untilZero(subcommand).slice(0, 128)}'. Try ${lowerCase.toUpperCase()} HELP.`);
	}

	if (!command) {
		throw unknownCommand(words);
	}

	return command;
}
