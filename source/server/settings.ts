/*
What can be set, in the words of `redis.conf`: lines of a name and its values, in a file or on standard input.
*/
import {totalmem} from 'node:os';
import process from 'node:process';

/** All settings. */
export type Settings = {
	/** TCP port; 0: none. */
	readonly port: number;
	/** Loopback addresses to listen on. One with a minus before it may be missing. */
	readonly bind: readonly string[];
	/** Path of a unix socket, from `dir` on; `''`: none. Only this user of the machine may connect to it. */
	readonly unixsocket: string;
	/** Where the data is kept. */
	readonly dir: string;
	/** Whether data is kept at all. */
	readonly appendonly: boolean;
	/** Whether what is written also survives a power loss before a reply leaves, not only within a second. */
	readonly isSyncedAlways: boolean;
	readonly maxclients: number;
	/** A journal smaller than this is not compacted. */
	readonly minCompactBytes: number;
	/** Names and values for Valkey's own `CONFIG SET`, in this order. */
	readonly config: ReadonlyArray<readonly [name: string, value: string]>;
	/** Names and rules of users. */
	readonly users: ReadonlyArray<readonly string[]>;
};

/** Settings that cannot be used. */
class SettingError extends Error {
	override readonly name = 'SettingError';
}

const mebibyte = 1024 ** 2;

/** What is always so, and may be said. */
const fixed: Readonly<Record<string, readonly string[]>> = {
	daemonize: ['no'], supervised: ['no'], 'protected-mode': ['yes', 'no'], save: [''], databases: ['16'], unixsocketperm: ['700'],
};

/** What the host does instead of Valkey. */
const own = new Set(['port', 'bind', 'unixsocket', 'dir', 'appendonly', 'appendfsync', 'maxclients', 'auto-aof-rewrite-min-size', 'user']);

/** What Valkey is told, unless the configuration says something else. */
const defaults: Settings['config'] = [
	['maxmemory', String(Math.min(1024 * mebibyte, Math.floor((process.constrainedMemory() || totalmem()) / 2)))],
	['maxmemory-policy', 'noeviction'],
	// Together they stay below the 4 GB that 32 bits can address.
	['maxmemory-clients', '768mb'],
	['client-output-buffer-limit', 'normal 300mb 64mb 60 replica 0 0 0 pubsub 64mb 32mb 60'],
	['busy-reply-threshold', '5000'],
	['sanitize-dump-payload', 'yes'],
	// Otherwise replies that a client does not take are not counted against its limit.
	['min-string-size-avoid-copy-reply', '2147483647'],
	// Tells which process this is: to Valkey, its process id is always 42.
	['availability-zone', `haiku-swarm-${process.pid}`],
];

type Line = {readonly line: string; readonly name: string; readonly values: readonly string[]};

/** Read the lines of a configuration. @throws {SettingError} that names the line. */
export function readSettings(text: string): Settings {
	const lines = text.split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#')).map((line): Line => {
		const [name = '', ...values] = splitWords(line);
		if (Object.hasOwn(fixed, name) && !fixed[name]!.includes(values[0] ?? '')) {
			throw new SettingError(`Expected ${name} ${fixed[name]!.join(' or ')}, got: ${line}. For anything else run valkey-server or redis-server`);
		}

		return {line, name, values};
	});
	const last = <Value>(name: string, usual: Value, read: (line: Line) => Value): Value => {
		const found = lines.findLast(line => line.name === name);
		return found === undefined ? usual : read(found);
	};

	return {
		port: last('port', 6379, readNumber),
		bind: last('bind', ['127.0.0.1', '-::1'], ({values}) => values.map(address => checkLoopback(address))),
		unixsocket: last('unixsocket', '', ({values}) => values[0] ?? ''),
		dir: last('dir', '.', ({values}) => values[0] ?? '.'),
		appendonly: last('appendonly', true, ({values}) => values[0] !== 'no'),
		isSyncedAlways: last('appendfsync', false, ({values}) => values[0] === 'always'),
		maxclients: last('maxclients', 10_000, readNumber),
		minCompactBytes: last('auto-aof-rewrite-min-size', 64, line => readNumber(line, 'mb')) * mebibyte,
		users: lines.filter(({name}) => name === 'user').map(({values}) => values),
		config: [...defaults, ...lines.filter(({name}) => !own.has(name) && !Object.hasOwn(fixed, name)).map(({name, values}) => [name, values.join(' ')] as const)],
	};
}

/** Split at spaces. What stands between double quotes is one word, in the notation of JSON. */
function splitWords(line: string): readonly string[] {
	return (line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? []).map(word => {
		try {
			return word.startsWith('"') ? JSON.parse(word) as string : word;
		} catch {
			throw new SettingError(`Expected a text between double quotes, got: ${line}`);
		}
	});
}

/** Whoever reaches the server may read and write everything. */
function checkLoopback(address: string): string {
	if (!/^-?(?:127(?:\.\d{1,3}){3}|:{2}1)$/.test(address)) {
		throw new SettingError(`Expected an address of this machine alone, such as 127.0.0.1 or ::1, got: bind ${address}. For others run valkey-server or redis-server`);
	}

	return address;
}

function readNumber({line, values: [value = '']}: Line, unit = ''): number {
	if (!/^\d{1,6}$/.test(value.replace(unit, ''))) {
		throw new SettingError(`Expected a whole number${unit && ` of ${unit}`}, got: ${line}`);
	}

	return Number.parseInt(value, 10);
}
