import type {SessionCommand} from '../command.js';
import {
	CommandError, notAnInteger, ok, syntaxError, type Reply,
} from '../reply.js';
import type {Session} from '../session.js';

/** Be told when keys change. */
export const trackingCommands: readonly SessionCommand[] = [
	{name: 'client|tracking', arity: -3, run: track},
	{name: 'client|trackinginfo', arity: 2, run: tell},
	{
		name: 'client|getredir', arity: 2, run: ({tracking}) => tracking?.redirect ?? -1,
	},
];

type Options = {redirect: number; isBroadcast: boolean; isNoLoop: boolean; isOptIn: boolean; isOptOut: boolean; readonly prefixes: string[]};

function track(session: Session, [mode = '', ...words]: readonly string[]): Reply {
	const {server} = session;
	const options = readOptions(session, words);
	if (mode.toLowerCase() === 'off') {
		server.tracking.stop(session);
		return ok;
	}

	if (mode.toLowerCase() !== 'on') {
		throw syntaxError();
	}

	if (!options.isBroadcast && options.prefixes.length > 0) {
		throw new CommandError('ERR PREFIX option requires BCAST mode to be enabled');
	}

	if (session.tracking && !options.isBroadcast) {
		throw new CommandError('ERR You can\'t switch BCAST mode on/off before disabling tracking for this client, and then re-enabling it with a different mode.');
	}

	if (options.isBroadcast && (options.isOptIn || options.isOptOut)) {
		throw new CommandError('ERR OPTIN and OPTOUT are not compatible with BCAST');
	}

	if (options.isOptIn && options.isOptOut) {
		throw new CommandError('ERR You can\'t use both OPTIN mode and OPTOUT mode');
	}

	if (!options.isBroadcast) {
		throw new CommandError('ERR This server tracks keys by prefix only: CLIENT TRACKING ON BCAST');
	}

	checkOverlaps(options.prefixes, session.tracking?.prefixes.toSorted() ?? []);
	server.tracking.start(session, {
		prefixes: options.prefixes.length > 0 ? options.prefixes : [''], redirect: options.redirect, isNoLoop: options.isNoLoop, isBroken: false,
	});
	return ok;
}

function readOptions({server}: Session, words: readonly string[]): Options {
	const options: Options = {
		redirect: 0, isBroadcast: false, isNoLoop: false, isOptIn: false, isOptOut: false, prefixes: [],
	};
	for (let at = 0; at < words.length; at++) {
		const value = words[at + 1];
		switch (words[at]?.toLowerCase()) {
			case 'redirect': {
				if (value === undefined) {
					throw syntaxError();
				}

				at++;
				if (options.redirect !== 0) {
					throw new CommandError('ERR A client can only redirect to a single other client');
				}

				if (!/^(?:0|-?[1-9]\d{0,17})$/.test(value)) {
					throw notAnInteger();
				}

				options.redirect = Number(value);
				if (!server.sessions.get(options.redirect)) {
					throw new CommandError('ERR The client ID you want redirect to does not exist');
				}

				break;
			}

			case 'prefix': {
				if (value === undefined) {
					throw syntaxError();
				}

				at++;
				options.prefixes.push(value);
				break;
			}

			case 'bcast': {
				options.isBroadcast = true;
				break;
			}

			case 'noloop': {
				options.isNoLoop = true;
				break;
			}

			case 'optin': {
				options.isOptIn = true;
				break;
			}

			case 'optout': {
				options.isOptOut = true;
				break;
			}

			default: {
				throw syntaxError();
			}
		}
	}

	return options;
}

// A key would be told twice.
function checkOverlaps(prefixes: readonly string[], existing: readonly string[]): void {
	const overlaps = (a: string, b: string) => a.startsWith(b) || b.startsWith(a);
	for (const [index, prefix] of prefixes.entries()) {
		const before = existing.find(each => overlaps(each, prefix));
		if (before !== undefined) {
			throw new CommandError(`ERR Prefix '${prefix}' overlaps with an existing prefix '${before}'. Prefixes for a single client must not overlap.`);
		}

		const other = prefixes.slice(index + 1).find(each => overlaps(each, prefix));
		if (other !== undefined) {
			throw new CommandError(`ERR Prefix '${prefix}' overlaps with another provided prefix '${other}'. Prefixes for a single client must not overlap.`);
		}
	}
}

function tell({tracking}: Session): Reply {
	const flags = tracking
		? ['on', 'bcast', ...(tracking.isNoLoop ? ['noloop'] : []), ...(tracking.isBroken ? ['broken_redirect'] : [])]
		: ['off'];
	return {
		kind: 'map',
		pairs: ['flags', {kind: 'set', items: flags}, 'redirect', tracking?.redirect ?? -1, 'prefixes', tracking?.prefixes.toSorted() ?? []],
	};
}
