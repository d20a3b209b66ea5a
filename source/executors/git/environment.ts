/*
The environment in which git runs nothing but itself.

A repository has a configuration, and git takes programs from it: hooks, filters, a file system monitor, programs that show or merge files, that sign, that edit,
that reach other machines. Whoever could write it, or gave it, must not run anything here. All settings that name programs are therefore set to nothing, those
with a fixed name always, the others after having asked git, which runs nothing for that, what settings there are. What git is told by the environment
is stronger than what is in files, and is not taken apart at `=`, as it would be behind `-c`.

The repository must be the working directory's own, or a worktree that its repository knows: git is told where it is, and does not search above.
*/
import {constants} from 'node:fs';
import {lstat, readFile, realpath} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {DeniedError} from '../messages-api/tools/define-tool.js';
import {runGit} from './run-git.js';

/** A setting of git, by its whole name. */
type Setting = readonly [name: string, value: string];

const fixedSettings: readonly Setting[] = Object.entries({
	'core.hooksPath': '/dev/null',
	'core.fsmonitor': 'false',
	'core.attributesFile': '/dev/null',
	'core.pager': 'cat',
	'core.editor': 'false',
	'core.sshCommand': 'false',
	'core.askPass': 'false',
	'core.quotePath': 'false',
	'diff.external': '',
	'diff.ignoreSubmodules': 'all',
	'diff.orderFile': '/dev/null',
	'log.showSignature': 'false',
	'mailmap.file': '/dev/null',
	'status.submoduleSummary': 'false',
	'submodule.recurse': 'false',
	'commit.gpgSign': 'false',
	'gpg.program': 'false',
	'gpg.openpgp.program': 'false',
	'gpg.x509.program': 'false',
	'gpg.ssh.program': 'false',
	'gc.auto': '0',
	'maintenance.auto': 'false',
	'credential.helper': '',
	'protocol.allow': 'never',
});

const identity: readonly Setting[] = [['user.name', 'haiku-swarm'], ['user.email', 'haiku-swarm@localhost']];

// The ends of settings that name programs, whatever stands before.
const programSetting = /(?:clean|smudge|process|textconv|command|cmd|driver|program|helper|hook|uploadpack|receivepack|vcs|askpass|editor|pager|proxy|difffilter)$/u;

/** Where a command runs, and what for. */
export type GitPlace = {
	/** The real path of the working directory. */
	readonly root: string;
	readonly signal: AbortSignal;
};

/**
Make the environment for a command.

@param adds Whether the command takes files into the repository. Git refuses a file then that a filter would have changed: as it is, it would be wrong there.
@throws {DeniedError} when the directory has a repository that is not its own.
*/
export async function gitEnvironment({root, signal}: GitPlace, adds: boolean): Promise<NodeJS.ProcessEnv> {
	await requireOwnRepository(root);
	const base = baseEnvironment(root);
	// With the user's own settings: only their names are of interest, for their filters are missing when files are added.
	const {HOME, XDG_CONFIG_HOME} = process.env;
	const listing = await runGit(['config', '--list', '--name-only', '--show-scope', '-z'], {
		root, signal, environment: {
			...base, ...settingsInEnvironment(fixedSettings), HOME, XDG_CONFIG_HOME, GIT_CONFIG_NOSYSTEM: undefined, GIT_CONFIG_GLOBAL: undefined,
		},
	});
	if (listing.code !== 0 || listing.isCut) {
		throw new Error(`Expected a repository whose configuration can be read: ${listing.stderr.trim() || 'it is too long'}`);
	}

	const fields = listing.stdout.split('\0');
	const settings = Array.from({length: Math.floor(fields.length / 2)}, (_, index) => ({scope: fields[2 * index], name: fields[(2 * index) + 1] ?? ''}));
	if (!settings.some(({scope}) => scope === 'command')) {
		throw new Error('Expected git 2.32 or newer, which takes settings from its environment, got an older one');
	}

	const own = new Set(settings.filter(({scope}) => scope === 'local' || scope === 'worktree').map(({name}) => name));
	return {
		...base,
		...settingsInEnvironment([
			...settings.flatMap(({name}) => neutralSettings(name, adds)),
			...(own.has('user.name') && own.has('user.email') ? [] : identity),
			...fixedSettings,
		]),
	};
}

function neutralSettings(name: string, adds: boolean): readonly Setting[] {
	const section = name.slice(0, name.lastIndexOf('.'));
	return [
		...(programSetting.test(name) ? [[name, '']] as const : []),
		...(section.startsWith('filter.') ? [[`${section}.required`, String(adds)]] as const : []),
		...(section.startsWith('hook.') ? [[`${section}.enabled`, 'false']] as const : []),
	];
}

function settingsInEnvironment(settings: readonly Setting[]): NodeJS.ProcessEnv {
	return {
		GIT_CONFIG_COUNT: String(settings.length),
		...Object.fromEntries(settings.flatMap(([name, value], index) => [[`GIT_CONFIG_KEY_${index}`, name], [`GIT_CONFIG_VALUE_${index}`, value]])),
	};
}

function baseEnvironment(root: string): NodeJS.ProcessEnv {
	// No program that lies in the working directory may be taken for git: npm puts directories of a project on the path.
	const directories = (process.env.PATH ?? '').split(path.delimiter).filter(directory => path.isAbsolute(directory) && path.relative(root, directory).startsWith('..'));
	return {
		PATH: directories.join(path.delimiter),
		HOME: '/dev/null',
		LC_ALL: 'C.UTF-8',
		GIT_DIR: path.join(root, '.git'),
		GIT_WORK_TREE: root,
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_CONFIG_GLOBAL: '/dev/null',
		GIT_ATTR_NOSYSTEM: '1',
		GIT_LITERAL_PATHSPECS: '1',
		GIT_OPTIONAL_LOCKS: '0',
		GIT_NO_LAZY_FETCH: '1',
		GIT_ALLOW_PROTOCOL: 'none',
		GIT_TERMINAL_PROMPT: '0',
		GIT_PAGER: 'cat',
		GIT_EDITOR: 'false',
		GIT_ASKPASS: 'false',
	};
}

async function requireOwnRepository(root: string): Promise<void> {
	const repository = path.join(root, '.git');
	const stats = await lstat(repository);
	if (stats.isDirectory()) {
		return;
	}

	// A worktree has a file that names a directory of its repository, and that directory names the file.
	if (stats.isFile() && stats.size < 8192) {
		const named = /^gitdir: (.+)\n?$/u.exec(await readFile(repository, 'utf8'))?.[1];
		const back = named === undefined ? null : await readFile(path.resolve(root, named, 'gitdir'), {encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NONBLOCK}).catch(() => null);
		if (back !== null && await realpath(back.trim()).catch(() => null) === repository) {
			return;
		}
	}

	throw new DeniedError('Expected a working directory with a git repository of its own, but its .git leads elsewhere');
}
