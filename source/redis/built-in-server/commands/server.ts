import type {SessionCommand} from '../command.js';
import {dataCommands} from '../data-commands.js';
import {matchesGlob} from '../glob.js';
import {info} from '../info.js';
import {
	CommandError, ok, syntaxError, type Reply,
} from '../reply.js';
import type {Session} from '../session.js';
import {
	changeSetting, listSettings, SettingError, type Settings,
} from '../settings.js';

/** The server as a whole. */
export const serverCommands: readonly SessionCommand[] = [
	{
		name: 'info', arity: -1, run: ({server}, sections) => ({kind: 'verbatim', text: info(server, sections)}),
	},
	{
		name: 'config|get', arity: -3, run: ({server}, patterns) => ({kind: 'map', pairs: getConfig(server.settings, patterns)}),
	},
	{name: 'config|set', arity: -4, run: setConfig},
	{
		name: 'config|resetstat', arity: 2, run({server}) {
			server.counts.calls.clear();
			server.counts.commands = 0;
			return ok;
		},
	},
	{
		name: 'flushall', arity: -1, effect: 'write', run({server}, [mode, ...rest]) {
			if (rest.length > 0 || (mode !== undefined && !/^a?sync$/i.test(mode))) {
				throw syntaxError();
			}

			server.clear();
			return ok;
		},
	},
	{
		name: 'bgrewriteaof', arity: 1, run({server}) {
			if (server.journal?.isRewriting) {
				throw new CommandError('ERR Background append only file rewriting already in progress');
			}

			void server.journal?.rewrite();
			return {kind: 'status', text: 'Background append only file rewriting started'};
		},
	},
	{
		name: 'role', arity: 1, run: () => ['master', 0, []],
	},
	{
		name: 'monitor', arity: 1, run(session) {
			session.server.monitors.add(session);
			return ok;
		},
	},
	{
		name: 'shutdown', arity: -1, isRefusedInMulti: true, run({server}, modes) {
			const names = modes.map(mode => mode.toLowerCase());
			if (names.length === 1 && names[0] === 'abort') {
				throw new CommandError('ERR No shutdown in progress.');
			}

			if (!names.every(name => ['nosave', 'save', 'now', 'force'].includes(name)) || (names.includes('save') && names.includes('nosave'))) {
				throw syntaxError();
			}

			server.program.shutDown();
			return {kind: 'none'};
		},
	},
	{
		name: 'acl|whoami', arity: 2, run: () => 'default',
	},
	{
		name: 'memory|usage', arity: -3, run: ({database}, [key = '']) => database.entryOf(key)?.bytes ?? null,
	},
	{
		name: 'command', arity: -1, run: () => listCommands(),
	},
	{
		// The help of redis-cli asks for it, and takes its own where there is an error; where there is nothing it has no help.
		name: 'command|docs', arity: -2, run() {
			throw new CommandError('ERR There are no docs in the built-in server');
		},
	},
];

// A name comes back as it was asked for, once.
function getConfig(settings: Settings, patterns: readonly string[]): readonly string[] {
	return listSettings(settings).flatMap(([name, value]) => {
		const pattern = patterns.find(each => matchesGlob(each.toLowerCase(), name));
		return pattern === undefined ? [] : [/[*?[]/.test(pattern) ? name : pattern, value];
	});
}

function listCommands(): Reply {
	return [...dataCommands.values()].map(({name, arity, effect}) => [name, arity, [{kind: 'status', text: effect === 'read' ? 'readonly' : 'write'}], 1, 1, 1]);
}

function setConfig({server}: Session, words: readonly string[]): Reply {
	if (words.length % 2 !== 0) {
		throw syntaxError();
	}

	let {settings} = server;
	for (let at = 0; at < words.length; at += 2) {
		const name = words[at]?.toLowerCase() ?? '';
		const value = words[at + 1] ?? '';
		if (!listSettings(settings).some(([known]) => known === name)) {
			throw new CommandError(`ERR Unknown option or number of arguments for CONFIG SET - '${words[at]}'`);
		}

		try {
			settings = changeSetting(settings, name, name === 'client-output-buffer-limit' ? value.split(' ') : [value], 'running');
		} catch (error) {
			if (error instanceof SettingError) {
				throw new CommandError(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${error.message}`);
			}

			throw error;
		}
	}

	server.settings = settings;
	return ok;
}
