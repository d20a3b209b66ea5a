/*
What can be set, in the words of `redis.conf`: lines of a name and its values, in a file, on standard input, or by `CONFIG SET` while the server runs.
*/
import {Buffer} from 'node:buffer';
import {getHeapStatistics} from 'node:v8';
import {splitWords} from './split-words.js';

/** A limit of what may wait for clients of a kind to be taken, in bytes; `0`: none. */
export type OutputLimit = {
	/** Never more than this. */
	readonly hardBytes: number;

	/** Not more than this for longer than `softSeconds`. */
	readonly softBytes: number;
	readonly softSeconds: number;
};

/** All settings. */
export type Settings = {
	/** TCP port; `0`: none. */
	readonly port: number;

	/** Addresses to listen on: of this machine only. One with a minus before it may be missing. */
	readonly bind: readonly string[];

	/** Path of a socket, from `dir` on; `''`: none. Only the user may connect to it. */
	readonly unixsocket: string;

	/** Where the log is. */
	readonly dir: string;

	/** Whether data is kept in a log. */
	readonly appendonly: boolean;

	/** When the disk is told to keep what was written: once a second, or before every reply. */
	readonly appendfsync: 'everysec' | 'always';

	/** Whether the log is compacted by itself. */
	readonly isCompacted: boolean;

	/** The password; `''`: none. */
	readonly password: string;
	readonly databases: number;
	readonly maxclients: number;

	/** Bytes that keys may take, about; `0`: no limit. */
	readonly maxmemory: number;
	readonly normalLimit: OutputLimit;
	readonly pubsubLimit: OutputLimit;
};

/** A setting cannot be what it shall be. */
export class SettingError extends Error {
	override readonly name = 'SettingError';
}

const mebibyte = 1_048_576;

/** Settings where nothing is said. A key takes about as much of the heap as we count for it; half is left for all else. */
export function defaultSettings(): Settings {
	return {
		port: 6379,
		bind: ['127.0.0.1', '-::1'],
		unixsocket: '',
		dir: '.',
		appendonly: false,
		appendfsync: 'everysec',
		isCompacted: true,
		password: '',
		databases: 16,
		maxclients: 10_000,
		maxmemory: Math.floor(getHeapStatistics().heap_size_limit / 2),
		normalLimit: {hardBytes: 256 * mebibyte, softBytes: 0, softSeconds: 0},
		pubsubLimit: {hardBytes: 32 * mebibyte, softBytes: 8 * mebibyte, softSeconds: 60},
	};
}

/**
Read the lines of a configuration.

@throws {SettingError} that names the line.
*/
export function readSettings(text: string): Settings {
	let settings = defaultSettings();
	for (const line of text.split('\n')) {
		const words = line.trim().startsWith('#') ? [] : splitWords(line);
		if (words === undefined) {
			throw new SettingError(`Expected words, in quotation marks where they have spaces, got the line ${line}`);
		}

		const [name, ...values] = words;
		if (name !== undefined) {
			settings = changeSetting(settings, name.toLowerCase(), values);
		}
	}

	return settings;
}

// What a real server would be told, and what is always so here.
const fixed: Readonly<Record<string, readonly string[]>> = {
	daemonize: ['no'], supervised: ['no'], 'protected-mode': ['yes', 'no'], save: [''], 'maxmemory-policy': ['noeviction'],
	unixsocketperm: ['700'], 'notify-keyspace-events': [''],
};

const onlyAtStart = new Set(['port', 'bind', 'unixsocket', 'unixsocketperm', 'dir', 'appendonly', 'appendfsync', 'auto-aof-rewrite-percentage', 'databases']);

/**
The settings with one changed.

@param name In small letters.
@param when Some can be set only before the server runs.
@throws {SettingError} when there is no such setting, or it cannot have this value.
*/
export function changeSetting(settings: Settings, name: string, values: readonly string[], when: 'starting' | 'running' = 'starting'): Settings {
	const [value = ''] = values;
	if (when === 'running' && onlyAtStart.has(name)) {
		throw new SettingError('can\'t set immutable config');
	}

	switch (name) {
		case 'port': {
			return {...settings, port: readNumber(name, value)};
		}

		case 'databases':
		case 'maxclients': {
			return {...settings, [name]: readNumber(name, value, 1)};
		}

		case 'maxmemory': {
			return {...settings, maxmemory: readBytes(name, value)};
		}

		case 'bind': {
			return {...settings, bind: values.map(address => checkLoopback(address))};
		}

		case 'unixsocket':
		case 'dir': {
			return {...settings, [name]: Buffer.from(value, 'latin1').toString()};
		}

		case 'requirepass': {
			return {...settings, password: value};
		}

		case 'appendonly': {
			if (value !== 'yes' && value !== 'no') {
				throw new SettingError(`Expected appendonly yes or appendonly no, got ${value}`);
			}

			return {...settings, appendonly: value === 'yes'};
		}

		case 'appendfsync': {
			if (value !== 'everysec' && value !== 'always') {
				throw new SettingError(`Expected appendfsync everysec or appendfsync always, got ${value}`);
			}

			return {...settings, appendfsync: value};
		}

		case 'auto-aof-rewrite-percentage': {
			if (value !== '100' && value !== '0') {
				throw new SettingError(`Expected auto-aof-rewrite-percentage 100, or 0 for never, got ${value}`);
			}

			return {...settings, isCompacted: value === '100'};
		}

		case 'client-output-buffer-limit': {
			return changeLimits(settings, values);
		}

		default: {
			const allowed = Object.hasOwn(fixed, name) ? fixed[name] : undefined;
			if (!allowed?.includes(value)) {
				throw new SettingError(`The built-in server has no setting ${[name, ...values].join(' ')}`);
			}

			return settings;
		}
	}
}

function changeLimits(settings: Settings, values: readonly string[]): Settings {
	let changed = settings;
	for (let at = 0; at < values.length; at += 4) {
		const [kind, hard = '', soft = '', seconds = ''] = values.slice(at, at + 4);
		const limit = {hardBytes: readBytes('hard limit', hard), softBytes: readBytes('soft limit', soft), softSeconds: readNumber('soft seconds', seconds)};
		if (kind !== 'normal' && kind !== 'pubsub') {
			throw new SettingError(`Expected a limit for normal or pubsub, got ${kind}`);
		}

		changed = {...changed, [kind === 'normal' ? 'normalLimit' : 'pubsubLimit']: limit};
	}

	return changed;
}

/** The only addresses that are listened on: everything in a swarm may be read and written by whoever reaches the server. */
function checkLoopback(address: string): string {
	if (!/^-?(?:127(?:\.\d{1,3}){3}|:{2}1)$/.test(address)) {
		throw new SettingError(`Expected an address of this machine alone, such as 127.0.0.1 or ::1, got ${address}; for others start redis-server or valkey-server`);
	}

	return address;
}

function readNumber(name: string, text: string, least = 0): number {
	if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
		throw new SettingError(`Expected a whole number from ${least} on for ${name}, got ${text}`);
	}

	return Number(text);
}

const units: Readonly<Record<string, number>> = {
	'': 1, b: 1, k: 1000, kb: 1024, m: 1_000_000, mb: mebibyte, g: 1_000_000_000, gb: 1024 * mebibyte,
};

function readBytes(name: string, text: string): number {
	const {digits = '', unit = ''} = /^(?<digits>\d{1,15})(?<unit>[a-z]*)$/i.exec(text)?.groups ?? {};
	const factor = units[unit.toLowerCase()];
	if (digits === '' || factor === undefined) {
		throw new SettingError(`Expected bytes for ${name}, like 64mb, got ${text}`);
	}

	return Number(digits) * factor;
}

/** Names and values, as `CONFIG GET` tells them. */
export function listSettings(settings: Settings): ReadonlyArray<readonly [name: string, value: string]> {
	const {normalLimit, pubsubLimit} = settings;
	const limits = [['normal', normalLimit], ['pubsub', pubsubLimit]] as const;
	return [
		['port', String(settings.port)],
		['bind', settings.bind.join(' ')],
		['protected-mode', 'yes'],
		['unixsocket', Buffer.from(settings.unixsocket).toString('latin1')],
		['dir', Buffer.from(settings.dir).toString('latin1')],
		['requirepass', settings.password],
		['databases', String(settings.databases)],
		['maxclients', String(settings.maxclients)],
		['maxmemory', String(settings.maxmemory)],
		['maxmemory-policy', 'noeviction'],
		['appendonly', settings.appendonly ? 'yes' : 'no'],
		['appendfsync', settings.appendfsync],
		['auto-aof-rewrite-percentage', settings.isCompacted ? '100' : '0'],
		['save', ''],
		['notify-keyspace-events', ''],
		['client-output-buffer-limit', limits.map(([kind, limit]) => `${kind} ${limit.hardBytes} ${limit.softBytes} ${limit.softSeconds}`).join(' ')],
	];
}
