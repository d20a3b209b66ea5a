import {imitatedVersion} from '../../server-version.js';
import type {SessionCommand} from '../command.js';
import {parseInteger, readCount} from '../integers.js';
import {
	CommandError, ok, wrongArity, type Reply,
} from '../reply.js';
import type {Session} from '../session.js';

const anywhere = {unauthenticated: true, subscribed: true, inMulti: true};

/** Who a client is, and whether the server is there. */
export const connectionCommands: readonly SessionCommand[] = [
	{
		// As in Redis, it fails where nothing can be written: whoever asks whether all is well is told.
		name: 'ping', arity: -1, effect: 'write', allowed: {subscribed: true}, run: ping,
	},
	{
		name: 'echo', arity: 2, run: (_session, [text = '']) => text,
	},
	{
		name: 'auth', arity: -2, allowed: {unauthenticated: true}, run(session, words) {
			if (words.length > 2) {
				throw new CommandError('ERR syntax error');
			}

			const [user, password] = words.length === 2 ? words : ['default', words[0]];
			if (words.length === 1 && session.server.settings.password === '') {
				throw new CommandError('ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?');
			}

			logIn(session, user ?? '', password ?? '');
			return ok;
		},
	},
	{
		name: 'hello', arity: -1, allowed: {unauthenticated: true}, run: hello,
	},
	{
		name: 'select', arity: 2, run(session, [text = '']) {
			const index = readCount(text);
			if (index < -2_147_483_648 || index > 2_147_483_647) {
				throw new CommandError('ERR value is out of range, value must between -2147483648 and 2147483647');
			}

			session.database = session.server.database(index);
			// Within a transaction it has not begun yet.
			session.database.startCommand();
			return ok;
		},
	},
	{
		name: 'quit', arity: -1, allowed: anywhere, run(session) {
			session.endsAfterReply = true;
			return ok;
		},
	},
	{
		name: 'reset', arity: 1, allowed: anywhere, run(session) {
			session.server.sessions.reset(session);
			// Who wanted no replies wants them from here on, this one among them.
			session.reply({kind: 'status', text: 'RESET'});
			return {kind: 'none'};
		},
	},
];

function ping(session: Session, args: readonly string[]): Reply {
	if (args.length > 1) {
		throw wrongArity('ping');
	}

	const [text] = args;
	if (session.protocol === 2 && session.subscriptions > 0) {
		return ['pong', text ?? ''];
	}

	return text ?? {kind: 'status', text: 'PONG'};
}

function logIn(session: Session, user: string, password: string): void {
	const {settings} = session.server;
	if (user !== 'default' || (settings.password !== '' && password !== settings.password)) {
		throw new CommandError('WRONGPASS invalid username-password pair or user is disabled.');
	}

	session.isAuthenticated = true;
}

function hello(session: Session, args: readonly string[]): Reply {
	const [version, ...options] = args;
	let {protocol} = session;
	if (version !== undefined) {
		if (parseInteger(version) === undefined) {
			throw new CommandError('ERR Protocol version is not an integer or out of range');
		}

		if (version !== '2' && version !== '3') {
			throw new CommandError('NOPROTO unsupported protocol version');
		}

		protocol = version === '2' ? 2 : 3;
	}

	applyHelloOptions(session, options);
	if (!session.isAuthenticated) {
		throw new CommandError('NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time');
	}

	session.protocol = protocol;
	return {
		kind: 'map',
		pairs: ['server', 'redis', 'version', imitatedVersion, 'proto', protocol, 'id', session.id, 'mode', 'standalone', 'role', 'master', 'modules', []],
	};
}

// One after the other, so that those before a wrong one hold.
function applyHelloOptions(session: Session, options: readonly string[]): void {
	for (let at = 0; at < options.length;) {
		const [option = '', first, second] = options.slice(at, at + 3);
		if (option.toLowerCase() === 'auth' && first !== undefined && second !== undefined) {
			logIn(session, first, second);
			at += 3;
		} else if (option.toLowerCase() === 'setname' && first !== undefined) {
			session.name = checkName(first);
			at += 2;
		} else {
			throw new CommandError(`ERR Syntax error in HELLO option '${option}'`);
		}
	}
}

/**
Check how a client wants to be called.

@throws {CommandError} when it would break lists of clients.
*/
export function checkName(name: string): string {
	if (/[^!-~]/.test(name)) {
		throw new CommandError('ERR Client names cannot contain spaces, newlines or special characters.');
	}

	return name;
}
