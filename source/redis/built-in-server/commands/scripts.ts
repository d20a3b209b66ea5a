import {createHash} from 'node:crypto';
import {Buffer} from 'node:buffer';
import {checkRoom} from '../check-room.js';
import type {SessionCommand} from '../command.js';
import {readCount} from '../integers.js';
import {CommandError, ok, type Reply} from '../reply.js';
import {callOn, type NativeScript} from '../scripts/native-script.js';
import {findScript} from '../scripts/native-scripts.js';
import type {Session} from '../session.js';

/** The scripts of haiku-swarm, by their text or its SHA-1. There is no Lua here: each is a function. */
export const scriptCommands: readonly SessionCommand[] = [
	{
		name: 'eval', arity: -3, effect: 'read', run(session, [text = '', ...rest]) {
			const parts = readKeys(rest);
			return runScript(session, findByText(text), parts);
		},
	},
	{
		name: 'evalsha', arity: -3, effect: 'read', run(session, [sha1 = '', ...rest]) {
			if (sha1.length !== 40) {
				throw noScript();
			}

			const parts = readKeys(rest);
			const script = findScript(sha1.toLowerCase());
			if (!script) {
				throw noScript();
			}

			return runScript(session, script, parts);
		},
	},
	{
		name: 'script|load', arity: 3, run(_session, [text = '']) {
			findByText(text);
			return sha1Of(text);
		},
	},
	{
		name: 'script|exists', arity: -3, run: (_session, sums) => sums.map(sha1 => findScript(sha1.toLowerCase()) ? 1 : 0),
	},
	{
		name: 'script|flush', arity: -2, run(_session, modes) {
			if (modes.length > 1 || (modes[0] !== undefined && !/^a?sync$/i.test(modes[0]))) {
				throw new CommandError('ERR SCRIPT FLUSH only support SYNC|ASYNC option');
			}

			return ok;
		},
	},
];

function noScript(): CommandError {
	return new CommandError('NOSCRIPT No matching script. Please use EVAL.');
}

function sha1Of(text: string): string {
	return createHash('sha1').update(Buffer.from(text, 'latin1')).digest('hex');
}

function findByText(text: string): NativeScript {
	const script = findScript(sha1Of(text));
	if (!script) {
		throw new CommandError('ERR This server has no Lua, only the scripts of haiku-swarm; start redis-server or valkey-server to run others');
	}

	return script;
}

type Parts = {readonly keys: readonly string[]; readonly args: readonly string[]};

function readKeys([count = '', ...rest]: readonly string[]): Parts {
	const numberOfKeys = readCount(count);
	if (numberOfKeys > rest.length) {
		throw new CommandError('ERR Number of keys can\'t be greater than number of args');
	}

	if (numberOfKeys < 0) {
		throw new CommandError('ERR Number of keys can\'t be negative');
	}

	return {keys: rest.slice(0, numberOfKeys), args: rest.slice(numberOfKeys)};
}

function runScript(session: Session, script: NativeScript, {keys, args}: Parts): Reply {
	// As there is room when it begins: none is refused its second half for what its first half has written.
	let hasWritten = false;
	const call = callOn(session.database, ({effect}) => {
		if (!hasWritten) {
			checkRoom(session.server, effect);
			hasWritten = effect !== 'read';
		}
	});
	return script.run(call, keys, args);
}
