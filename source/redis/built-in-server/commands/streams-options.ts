import {readCount} from '../integers.js';
import {CommandError, syntaxError} from '../reply.js';
import type {Trim} from '../values/stream.js';
import {readId, readNewId} from './streams-ids.js';

/** What stands before the fields in `XADD`, and behind the key in `XTRIM`. */
export type TrimOptions = {
	/** Where the options end: where the id stands in `XADD`. */
	readonly end: number;

	/** The id of `XADD`; `undefined`: any, or there is none. `isOpen`: its number is still missing. */
	readonly given: {readonly id: bigint; readonly isOpen: boolean} | undefined;

	/** Whether a stream is made where there is none. */
	readonly makesStream: boolean;
	readonly trim: Trim | undefined;
};

// As many as a hundred nodes may hold.
const defaultLimit = 10_000;

/**
Read the options.

@param args Of the command, the key first.
@param isAdd Of `XADD`: what is no option is the id. Else it is an error.
@throws {CommandError}
*/
export function readTrimOptions(args: readonly string[], isAdd: boolean): TrimOptions {
	let makesStream = true;
	let given: TrimOptions['given'];
	let rule: Trim['rule'] | undefined;
	let isApproximate = false;
	let limit: number | undefined;
	let at = 1;
	for (; at < args.length && args[at] !== (isAdd ? '*' : undefined); at++) {
		const option = args[at]?.toLowerCase() ?? '';
		const hasValue = at + 1 < args.length;
		if ((option === 'maxlen' || option === 'minid') && hasValue) {
			if (rule) {
				throw new CommandError('ERR syntax error, MAXLEN and MINID options at the same time are not compatible');
			}

			const sign = args[at + 1] ?? '';
			const hasSign = (sign === '~' || sign === '=') && at + 2 < args.length;
			isApproximate = hasSign && sign === '~';
			at += hasSign ? 2 : 1;
			rule = readRule(option, args[at] ?? '');
		} else if (option === 'limit' && hasValue) {
			at++;
			limit = readNatural(args[at] ?? '', 'LIMIT');
		} else if (isAdd && option === 'nomkstream') {
			makesStream = false;
		} else if (isAdd) {
			given = readNewId(args[at] ?? '');
			break;
		} else {
			throw syntaxError();
		}
	}

	checkLimit({rule, isApproximate, limit}, isAdd);
	const trim = rule && {rule, isApproximate, limit: limit ?? (isApproximate ? defaultLimit : 0)};
	return {
		end: at, given, makesStream, trim,
	};
}

function readRule(option: 'maxlen' | 'minid', text: string): Trim['rule'] {
	return option === 'maxlen' ? {kind: 'length', length: readNatural(text, 'MAXLEN')} : {kind: 'id', id: readId(text)};
}

function readNatural(text: string, option: string): number {
	const count = readCount(text);
	if (count < 0) {
		throw new CommandError(`ERR The ${option} argument must be >= 0.`);
	}

	return count;
}

function checkLimit({rule, isApproximate, limit}: {readonly rule: Trim['rule'] | undefined; readonly isApproximate: boolean; readonly limit: number | undefined}, isAdd: boolean): void {
	if (limit !== undefined && limit > 0 && !rule) {
		throw new CommandError('ERR syntax error, LIMIT cannot be used without specifying a trimming strategy');
	}

	if (!rule && !isAdd) {
		throw new CommandError('ERR syntax error, XTRIM must be called with a trimming strategy');
	}

	if (limit !== undefined && !isApproximate) {
		throw new CommandError('ERR syntax error, LIMIT cannot be used without the special ~ option');
	}
}
