import type {DataCommand} from '../command.js';
import {
	addIntegers, leastInteger, readInteger, type Integer,
} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {addLongDoubles, formatLongDouble, parseLongDouble} from '../long-double.js';
import {CommandError, notAFloat, type Reply} from '../reply.js';
import {findString} from './strings.js';

/** Commands that count in strings. */
export const counterCommands: readonly DataCommand[] = [
	{
		name: 'incr', arity: 2, effect: 'grow', run: (database, [key = '']) => add(database, key, 1),
	},
	{
		name: 'decr', arity: 2, effect: 'grow', run: (database, [key = '']) => add(database, key, -1),
	},
	{
		name: 'incrby', arity: 3, effect: 'grow', run: (database, [key = '', increment = '']) => add(database, key, readInteger(increment)),
	},
	{
		name: 'decrby', arity: 3, effect: 'grow', run(database, [key = '', text = '']) {
			const decrement = readInteger(text);
			if (decrement === leastInteger) {
				throw new CommandError('ERR decrement would overflow');
			}

			return add(database, key, -decrement);
		},
	},
	{
		name: 'incrbyfloat', arity: 3, effect: 'grow', run(database, [key = '', increment = '']) {
			const value = parseLongDouble(findString(database, key) ?? '0');
			const more = parseLongDouble(increment);
			if (value === undefined || more === undefined) {
				throw notAFloat();
			}

			const sum = addLongDoubles(value, more);
			if (sum === undefined) {
				throw new CommandError('ERR increment would produce NaN or Infinity');
			}

			const text = formatLongDouble(sum);
			database.put(key, text, 'as before');
			database.rewrite(['SET', key, text, 'KEEPTTL']);
			return text;
		},
	},
];

function add(database: Keyspace, key: string, increment: Integer): Reply {
	const sum = addIntegers(readInteger(findString(database, key) ?? '0'), increment);
	if (sum === undefined) {
		throw new CommandError('ERR increment or decrement would overflow');
	}

	database.put(key, String(sum), 'as before');
	return sum;
}
