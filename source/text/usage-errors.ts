import {clean, type CleanText} from '../protocol/clean-text.js';

/** Points to the help of a command. */
function seeHelp(command: string): CleanText {
	return clean`See haiku-swarm ${command === '' ? '--help' : `help ${command}`}.`;
}

/** `did you mean` and the closest name, or nothing. */
function hint(closest: string | null): CleanText {
	return closest === null ? clean`` : clean` Did you mean ${closest}?`;
}

/** There is no such command. */
export function unknownCommand(name: string, closest: string | null): CleanText {
	return clean`Expected a command such as status, publish or worker, got "${name}".${hint(closest)} ${seeHelp('')}`;
}

/** A command has no such flag. */
export function unknownFlag(flag: string, command: string, closest: string | null): CleanText {
	return clean`Expected a flag of haiku-swarm ${command}, got ${flag}.${hint(closest)} ${seeHelp(command)}`;
}

/** A flag that takes a value has none, or a blank one. */
export function missingValue(flag: string, placeholder: string): CleanText {
	return clean`Expected a value, as in ${flag} ${placeholder}, got nothing. Give one or leave the flag out.`;
}

/** A flag that can be given once was given again. */
export function repeatedFlag(flag: string): CleanText {
	return clean`Expected ${flag} once, got it more than once. Leave all but one out.`;
}

/** A flag that is on or off has a value. */
export function unexpectedValue(flag: string, value: string): CleanText {
	return clean`Expected no value for ${flag}, got "${value}". Leave the value out.`;
}

/** Something that looks like a flag of the command stands after `--`, where it is text. */
export function flagAfterSeparator(flag: string, command: string): CleanText {
	return clean`Expected ${flag} before --, got it after. Move it, or quote it as a part of the text. ${seeHelp(command)}`;
}

/** A value is none of the possible ones. */
export function notAChoice(flag: string, choices: readonly string[], value: string): CleanText {
	return clean`Expected ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''} for ${flag}, got "${value}".`;
}

/** A value is not a number, or out of range. */
export function notANumber(flag: string, expected: string, value: string): CleanText {
	return clean`Expected ${expected} for ${flag}, got "${value}".`;
}

/** A command needs an argument that was not given, or is blank. */
export function missingArgument(placeholder: string, command: string): CleanText {
	return clean`Expected ${placeholder}, got nothing. ${seeHelp(command)}`;
}

/** There are more arguments than a command takes. */
export function surplusArguments(surplus: readonly string[], command: string): CleanText {
	return clean`Expected no more arguments, got "${surplus.join(' ')}". ${seeHelp(command)}`;
}
