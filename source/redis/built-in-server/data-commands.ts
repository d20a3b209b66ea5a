import type {DataCommand} from './command.js';
import {stringCommands} from './commands/strings.js';

/** All commands that work on keys, by their names in small letters. */
export const dataCommands: ReadonlyMap<string, DataCommand> = new Map([
	stringCommands,
].flat().map(command => [command.name, command]));
