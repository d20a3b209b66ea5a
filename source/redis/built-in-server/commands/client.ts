import type {SessionCommand} from '../command.js';
import {parseInteger} from '../integers.js';
import {
	CommandError, none, ok, syntaxError, type Reply,
} from '../reply.js';
import type {Session} from '../session.js';
import {checkName} from './connection.js';

/** Connections: one's own and those of others. */
export const clientCommands: readonly SessionCommand[] = [
	{
		name: 'client|id', arity: 2, run: ({id}) => id,
	},
	{
		name: 'client|getname', arity: 2, run: ({name}) => name === '' ? null : name,
	},
	{
		name: 'client|setname', arity: 3, run(session, [name = '']) {
			session.name = checkName(name);
			return ok;
		},
	},
	{
		name: 'client|info', arity: 2, run: session => ({kind: 'verbatim', text: `${describe(session)}\n`}),
	},
	{name: 'client|list', arity: -2, run: list},
	{name: 'client|kill', arity: -3, run: kill},
	{
		name: 'client|no-evict', arity: 3, run(_session, [mode = '']) {
			if (!/^(?:on|off)$/i.test(mode)) {
				throw syntaxError();
			}

			return ok;
		},
	},
	{
		name: 'client|reply', arity: 3, run(session, [mode = '']) {
			switch (mode.toLowerCase()) {
				case 'on': {
					session.replies = 'on';
					return ok;
				}

				case 'off': {
					session.replies = 'off';
					return none;
				}

				case 'skip': {
					session.replies = session.replies === 'off' ? 'off' : 'skipNext';
					return none;
				}

				default: {
					throw syntaxError();
				}
			}
		},
	},
];

function kindOf(session: Session): string {
	return session.server.monitors.has(session) ? 'O' : (session.subscriptions > 0 ? 'P' : 'N');
}

/** A session in one line, in the words of Redis. */
function describe(session: Session): string {
	const {transport, tracking, database} = session;
	const nowMs = session.server.nowMs();
	const flags = [kindOf(session), tracking ? 't' : '', tracking?.isBroken ? 'R' : '', tracking ? 'B' : '', session.queue ? 'x' : ''].join('');
	const facts: Readonly<Record<string, string | number>> = {
		id: session.id,
		addr: transport.address,
		laddr: transport.localAddress,
		fd: -1,
		name: session.name,
		age: Math.floor((nowMs - session.connectedAtMs) / 1000),
		idle: Math.floor((nowMs - session.lastCommandAtMs) / 1000),
		flags: flags.replace(/^N(?=.)/, ''),
		db: database.index,
		sub: session.channels.size,
		psub: session.patterns.size,
		ssub: 0,
		multi: session.queue?.length ?? -1,
		qbuf: session.heldBytes,
		omem: session.outputBytes,
		cmd: session.lastCommand,
		user: 'default',
		redir: tracking?.redirect ?? -1,
		resp: session.protocol,
	};
	return Object.entries(facts).map(([name, value]) => `${name}=${value}`).join(' ');
}

const types: Readonly<Record<string, string>> = {
	normal: 'N', pubsub: 'P', master: 'M', slave: 'S', replica: 'S',
};

function list({server}: Session, args: readonly string[]): Reply {
	const [option, ...values] = args;
	let chosen = [...server.sessions.all()];
	if (option?.toLowerCase() === 'type' && values.length === 1) {
		const type = types[values[0]?.toLowerCase() ?? ''];
		if (type === undefined) {
			throw new CommandError(`ERR Unknown client type '${values[0]}'`);
		}

		chosen = chosen.filter(session => kindOf(session) === type);
	} else if (option?.toLowerCase() === 'id' && values.length > 0) {
		chosen = values.flatMap(value => {
			const id = parseInteger(value);
			if (id === undefined) {
				throw new CommandError('ERR Invalid client ID');
			}

			return server.sessions.get(Number(id)) ?? [];
		});
	} else if (option !== undefined) {
		throw syntaxError();
	}

	return {kind: 'verbatim', text: chosen.map(session => `${describe(session)}\n`).join('')};
}

function kill(session: Session, args: readonly string[]): Reply {
	const {server} = session;
	const [address, ...more] = args;
	if (address !== undefined && more.length === 0) {
		const found = [...server.sessions.all()].find(({transport}) => transport.address === address);
		if (!found) {
			throw new CommandError('ERR No such client');
		}

		server.sessions.kill(found, session);
		return ok;
	}

	const {filters, skipsMe} = readFilters(args);
	const hit = [...server.sessions.all()].filter(each => !(skipsMe && each === session) && filters.every(filter => filter(each)));
	for (const each of hit) {
		server.sessions.kill(each, session);
	}

	return hit.length;
}

function readFilters(args: readonly string[]): {readonly filters: ReadonlyArray<(session: Session) => boolean>; readonly skipsMe: boolean} {
	const filters: Array<(session: Session) => boolean> = [];
	let skipsMe = true;
	for (let at = 0; at < args.length; at += 2) {
		const value = args[at + 1];
		if (value === undefined) {
			throw syntaxError();
		}

		switch (args[at]?.toLowerCase()) {
			case 'id': {
				const number = Number(parseInteger(value) ?? 0);
				if (number < 1) {
					throw new CommandError('ERR client-id should be greater than 0');
				}

				filters.push(({id}) => id === number);
				break;
			}

			case 'type': {
				const type = types[value.toLowerCase()];
				if (type === undefined) {
					throw new CommandError(`ERR Unknown client type '${value}'`);
				}

				filters.push(session => kindOf(session) === type);
				break;
			}

			case 'addr': {
				filters.push(({transport}) => transport.address === value);
				break;
			}

			case 'laddr': {
				filters.push(({transport}) => transport.localAddress === value);
				break;
			}

			case 'user': {
				if (value !== 'default') {
					throw new CommandError(`ERR No such user '${value}'`);
				}

				break;
			}

			case 'skipme': {
				if (!/^(?:yes|no)$/i.test(value)) {
					throw syntaxError();
				}

				skipsMe = value.toLowerCase() === 'yes';
				break;
			}

			default: {
				throw syntaxError();
			}
		}
	}

	return {filters, skipsMe};
}
