import leven from 'leven';
import meow from 'meow';
import {UserError} from '../protocol/user-error.js';
import {usageErrors} from '../text/command-errors.js';
import {commonFlags, type AnyCommand} from './command.js';
import type {Flag, Flags} from './flags.js';

const maxTypos = 2;
const maxTypedLength = 50;

/** The arguments and flags of a call. */
export type Parsed = {readonly arguments: readonly string[]; readonly flags: Readonly<Record<string, unknown>>};

/**
Parse and check the arguments of a command: no unknown, repeated, blank or misplaced flags, no wrong values, the right number of arguments.

@param argv What follows the name of the command.
@throws {UserError} of kind `usage`.
*/
export function parse(command: AnyCommand, argv: readonly string[]): Parsed {
	const flags: Flags = {...commonFlags, ...command.flags};
	const separator = argv.indexOf('--');
	const before = separator === -1 ? argv : argv.slice(0, separator);
	const after = separator === -1 ? [] : argv.slice(separator + 1);
	const names = Object.entries(flags).map(([name, flag]) => shownAs(name, flag));
	const misplaced = command.passesOn ? undefined : after.find(word => names.includes(nameIn(word)));
	if (misplaced !== undefined) {
		throw new UserError(usageErrors.flagAfterSeparator(misplaced, command.name), 'usage');
	}

	const unknown = before.find(word => /^-[^\d.]/u.test(word) && !names.includes(nameIn(word)));
	if (unknown !== undefined) {
		throw new UserError(usageErrors.unknownFlag(nameIn(unknown), command.name, closestTo(nameIn(unknown), names)), 'usage');
	}

	// To the parser everything is repeatable text, so that it drops and converts nothing before the checks.
	const {input, flags: given} = meow({
		importMeta: import.meta,
		argv: before,
		autoHelp: false,
		autoVersion: false,
		flags: Object.fromEntries(Object.entries(flags).map(([name, {placeholder}]) => [name, {type: placeholder === null ? 'boolean' : 'string', isMultiple: true}])),
	});
	return {
		arguments: checkArguments(command, [...input.map(String), ...after]),
		flags: Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, readFlag(name, flag, given[name] as readonly unknown[], before)])),
	};
}

/** A flag as a person types it. */
export function shownAs(name: string, {isNegated = false}: Flag): string {
	return `--${isNegated ? 'no-' : ''}${name.replaceAll(/[A-Z]/gu, letter => `-${letter.toLowerCase()}`)}`;
}

function nameIn(word: string): string {
	return word.split('=', 1)[0]!;
}

function readFlag(name: string, flag: Flag, given: readonly unknown[], argv: readonly string[]): unknown {
	const shown = shownAs(name, flag);
	const words = argv.filter(word => nameIn(word) === shown);
	if (words.length > 1 && !flag.isRepeatable) {
		throw new UserError(usageErrors.repeatedFlag(shown), 'usage');
	}

	if (flag.placeholder === null) {
		const valued = words.find(word => word !== shown);
		if (valued !== undefined) {
			throw new UserError(usageErrors.unexpectedValue(shown, valued.slice(shown.length + 1)), 'usage');
		}

		return flag.read(words, shown);
	}

	const values = given.map(String);
	if (values.length < words.length || values.some(value => value.trim() === '')) {
		throw new UserError(usageErrors.missingValue(shown, flag.placeholder), 'usage');
	}

	return flag.read(values, shown);
}

function checkArguments(command: AnyCommand, given: readonly string[]): readonly string[] {
	const {arguments: wanted, name} = command;
	const missing = wanted.find((placeholder, index) => (given[index] ?? (placeholder.startsWith('<') ? '' : 'left out')).trim() === '');
	if (missing !== undefined) {
		throw new UserError(usageErrors.missingArgument(missing.replace('…', ''), name), 'usage');
	}

	if (given.length > wanted.length && !wanted.at(-1)?.includes('…')) {
		throw new UserError(usageErrors.surplusArguments(given.slice(wanted.length), name), 'usage');
	}

	return given;
}

/** The name that was probably meant: the one with the fewest typos, at most two. `null`: none. */
export function closestTo(typed: string, names: readonly string[]): string | null {
	const word = typed.slice(0, maxTypedLength);
	const [best] = names.map(name => ({name, typos: leven(word, name)})).toSorted((a, b) => a.typos - b.typos);
	return best !== undefined && best.typos <= maxTypos ? best.name : null;
}
