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
const gibibyte = 1024 * mebibyte;

/** What is always so, and may be said. */
const fixed: Readonly<Record<string, readonly string[]>> = {
	daemonize: ['no'], supervised: ['no'], 'protected-mode': ['yes', 'no'], save: [''], databases: ['16'], unixsocketperm: ['700'],
};

/** Read the lines of a configuration. @throws {SettingError} that names the line. */
export function readSettings(text: string): Settings {
	const settings = {
		port: 6379, bind: ['127.0.0.1', '-::1'] as readonly string[], unixsocket: '', dir: '.', appendonly: true, isSyncedAlways: false, maxclients: 10_000, minCompactBytes: 64 * mebibyte,
	};
	const config: Array<readonly [string, string]> = [
		['maxmemory', String(Math.min(gibibyte, Math.floor((process.constrainedMemory() || totalmem()) / 2)))],
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
	const users: Array<readonly string[]> = [];
	const readers: Readonly<Record<string, (line: string, values: readonly string[]) => void>> = {
		port(line, [value = '']) {
			settings.port = readNumber(line, value);
		},
		maxclients(line, [value = '']) {
			settings.maxclients = readNumber(line, value);
		},
		'auto-aof-rewrite-min-size'(line, [value = '']) {
			settings.minCompactBytes = readMebibytes(line, value);
		},
		bind(_, addresses) {
			settings.bind = addresses.map(address => checkLoopback(address));
		},
		unixsocket(_, [file = '']) {
			settings.unixsocket = file;
		},
		dir(_, [directory = '']) {
			settings.dir = directory;
		},
		appendonly(_, [value]) {
			settings.appendonly = value !== 'no';
		},
		appendfsync(_, [value]) {
			settings.isSyncedAlways = value === 'always';
		},
		user(_, rules) {
			users.push(rules);
		},
	};
	for (const line of text.split('\n').map(line => line.trim())) {
		const [name, ...values] = line.startsWith('#') ? [] : splitWords(line);
		if (name === undefined) {
			continue;
		}

		if (Object.hasOwn(readers, name)) {
			readers[name]!(line, values);
		} else if (!Object.hasOwn(fixed, name)) {
			config.push([name, values.join(' ')]);
		} else if (!fixed[name]!.includes(values[0] ?? '')) {
			throw new SettingError(`Expected ${name} ${fixed[name]!.join(' or ')}, got: ${line}. For anything else run valkey-server or redis-server`);
		}
	}

	return {...settings, config, users};
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

function readMebibytes(line: string, text: string): number {
	const {count} = /^(?<count>\d{1,4})mb$/i.exec(text)?.groups ?? {};
	if (count === undefined) {
		throw new SettingError(`Expected mebibytes such as 64mb, got: ${line}`);
	}

	return Number(count) * mebibyte;
}

function readNumber(line: string, text: string): number {
	if (!/^\d{1,6}$/.test(text)) {
		throw new SettingError(`Expected a whole number, got: ${line}`);
	}

	return Number(text);
}
