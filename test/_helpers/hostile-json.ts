import type {Random} from './hostile-random.js';
import {hostileText, longText} from './hostile-text.js';

/** A number as nobody should write it, as JSON. */
function hostileNumber(random: Random): string {
	return random.pick([
		'0',
		'-1',
		'-0',
		'300',
		'0.0011',
		'1e308',
		'1e999',
		'-1e308',
		'5e-324',
		'9007199254740993',
		'1e20',
		'4294967295',
		'4294967296',
		'true',
		'null',
		'[]',
		'{}',
		...['$0.0023', '1,234', '300 tokens', 'NaN', 'Infinity', '1e999', '-5', '', ' 7 ', '0x10', '१२', '1'.repeat(80), `${random.int(1e6)}`, hostileText(random)].map(text => JSON.stringify(text)),
	]);
}

/** A time of any form, as JSON. */
function hostileTime(random: Random): string {
	return random.pick([
		'0',
		'-1',
		'1',
		'1732111391',
		'1732111391482',
		'1732111391482913',
		'1e13',
		'99999999999999',
		'8640000000000001',
		'null',
		'true',
		'{}',
		...[
			'2026-11-20T14:03:11.482913',
			'2026-11-20T14:03:11Z',
			'2026-11-20 14:03:11+05:30',
			'2026-11-20',
			'0000-00-00',
			'9999-12-31T23:59:59Z',
			'2026-02-31T25:61:61',
			'2026-11-20T14:03:11+99:99',
			'0001-01-01T00:00:00-18:00',
			'1732111391',
			'yesterday',
			'',
			hostileText(random),
		].map(text => JSON.stringify(text)),
	]);
}

/** Arrays or objects inside each other, as JSON; far deeper than a stack is. */
function deepJson(random: Random): string {
	const depth = random.pick([10, 100, 1000, 7000]);
	return random.chance(0.5) ? `${'['.repeat(depth)}${']'.repeat(depth)}` : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

/** Any JSON value, as JSON. */
function hostileJson(random: Random): string {
	switch (random.int(8)) {
		case 0: {
			return hostileNumber(random);
		}

		case 1: {
			return `[${random.times(random.int(5), () => JSON.stringify(hostileText(random))).join(',')}]`;
		}

		case 2: {
			return objectOf([[hostileText(random), JSON.stringify(hostileText(random))], ['__proto__', '{"polluted":true}'], ['toJSON', '1']]);
		}

		case 3: {
			return random.chance(0.1) ? deepJson(random) : 'null';
		}

		case 4: {
			return random.chance(0.1) ? `[${random.times(3000, () => '"x"').join(',')}]` : '""';
		}

		default: {
			return JSON.stringify(hostileText(random));
		}
	}
}

function objectOf(fields: ReadonlyArray<readonly [string, string]>): string {
	return `{${fields.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`;
}

/** The fields of a finding, task or note, by what they hold. */
const fields: Readonly<Record<string, (random: Random) => string>> = {
	finding_id: hostileJson,
	worker_id: hostileJson,
	worker: hostileJson,
	task_id: hostileJson,
	timestamp: hostileTime,
	created_at: hostileTime,
	started_at: hostileTime,
	task: hostileJson,
	result: hostileJson,
	content: hostileJson,
	answer: hostileJson,
	description: hostileJson,
	files: hostileJson,
	files_changed: hostileJson,
	citations: hostileJson,
	tokens_used: hostileNumber,
	cost: hostileNumber,
	attempt: hostileNumber,
	concurrency: hostileNumber,
	status: hostileJson,
	state: hostileJson,
	model: hostileJson,
	executor: hostileJson,
	host: hostileJson,
	error: hostileJson,
	simulated: random => random.pick(['true', 'false', '"true"', '1', 'null', '{}']),
	usage: random => objectOf(['input', 'output', 'cache_read', 'cache_write_5m', 'cache_write_1h'].map(name => [name, hostileNumber(random)])),
	__proto__: hostileJson,
	constructor: hostileJson,
};

// `__proto__` in an object literal is no field of it.
const names = [...Object.keys(fields), '__proto__'];

function fieldOf(random: Random, name: string): readonly [string, string] {
	return [name, (Object.hasOwn(fields, name) ? fields[name]! : hostileJson)(random)];
}

/** A record of the protocol, more or less, as JSON: some fields, most of them wrong, some twice. */
export function hostileRecord(random: Random): string {
	const some = random.times(1 + random.int(12), () => fieldOf(random, random.pick(names)));
	return objectOf(random.chance(0.6) ? [fieldOf(random, random.pick(['result', 'description'])), fieldOf(random, 'worker_id'), fieldOf(random, 'cost'), ...some] : some);
}

/** The fields of a record as a Redis hash has them: names and texts in turn. */
export function hostileFields(random: Random): readonly string[] {
	return random.times(1 + random.int(random.chance(0.02) ? 200 : 10), () => [random.chance(0.8) ? random.pick(names) : hostileText(random), hostileText(random)]).flat();
}

/** A text under a key: a record, or what is none, or the ruins of one. */
export function hostileString(random: Random): string | Uint8Array {
	const record = hostileRecord(random);
	switch (random.int(16)) {
		case 0: {
			return hostileText(random);
		}

		case 1: {
			return random.pick(['', ' ', 'null', '[]', '42', '"text"', 'true', '{}', '""', '[{}]', '{"result":null}', '{"result":""}', 'NaN', '\uFEFF{}', '{,}']);
		}

		case 2: {
			return record.slice(0, random.int(record.length));
		}

		case 3: {
			return JSON.stringify(record);
		}

		case 4: {
			return random.bytes(random.int(200));
		}

		case 5: {
			return `${random.pick(['\uFEFF', ' \n', '\u0000', 'OK\n', '```json\n'])}${record}${random.pick(['', '\n```', ',', '\u0000', record])}`;
		}

		case 6: {
			return random.chance(0.1) ? deepJson(random) : JSON.stringify(hostileText(random));
		}

		case 7: {
			return random.chance(0.1) ? objectOf([['result', JSON.stringify(longText(random, 16_000 + random.int(20_000)))], ['worker_id', '"tail"']]) : record;
		}

		case 8: {
			return random.chance(0.03) ? longText(random, 2_000_000) : record;
		}

		default: {
			return record;
		}
	}
}
