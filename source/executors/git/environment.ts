/*
The environment in which git runs no other program.

The configuration of a repository names programs: hooks, filters, a file system monitor, diff and merge drivers, signing, editors, transports. Whoever wrote it must not be able to run anything here, so every setting that names a program is overridden: those with a fixed name always, the others after listing the settings, for which git runs nothing. Settings in the environment take precedence over files, and unlike `-c` are not split at `=`.
*/
import {constants} from 'node:fs';
import {lstat, readFile, realpath} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {runGit} from './run-git.js';

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

// Suffixes of settings that name programs.
const programSetting = /(?:clean|smudge|process|textconv|command|cmd|driver|program|helper|hook|uploadpack|receivepack|vcs|askpass|editor|pager|proxy|difffilter)$/u;

/** Where git runs, and for what. */
type GitPlace = {
	/** The real path of the working directory. */
	readonly root: string;
	/** Whether it must be the top of a work tree of its own. Otherwise git searches the directories above too. */
	readonly isTop: boolean;
	/** Whether files are added. Git then refuses files with a required filter: unfiltered content would be wrong. Default: `false`. */
	readonly adds?: boolean;
	readonly signal: AbortSignal;
};

/** Make the environment for a command. @throws {Error} if git is too old, or its configuration is not readable. */
export async function gitEnvironment({root, isTop, adds = false, signal}: GitPlace): Promise<NodeJS.ProcessEnv> {
	const base = {...baseEnvironment(root), ...(isTop && {GIT_DIR: path.join(root, '.git'), GIT_WORK_TREE: root})};
	// Includes the user's own settings: only their names matter, to disable the filters they define.
	const {HOME, XDG_CONFIG_HOME} = process.env;
	const listing = await runGit(['config', '--list', '--name-only', '--show-scope', '-z'], {
		workdir: root, signal, environment: {
			...base, ...encode(fixedSettings), HOME, XDG_CONFIG_HOME, GIT_CONFIG_NOSYSTEM: undefined, GIT_CONFIG_GLOBAL: undefined,
		},
	});
	if (listing.why !== 'ended' || listing.exitCode !== 0) {
		throw new Error(`Expected a readable git configuration: ${listing.stderr.trim() || 'it is too long'}`);
	}

	const fields = listing.stdout.split('\0');
	const settings = Array.from({length: Math.floor(fields.length / 2)}, (_, index) => ({scope: fields[2 * index] ?? '', name: fields[(2 * index) + 1] ?? ''}));
	if (!settings.some(({scope}) => scope === 'command')) {
		throw new Error('Expected git 2.32 or newer, which reads settings from its environment, got an older one');
	}

	const own = new Set(settings.filter(({scope}) => scope === 'local' || scope === 'worktree').map(({name}) => name));
	return {
		...base,
		...encode([
			...settings.flatMap(({name}) => overrides(name, adds)),
			...(own.has('user.name') && own.has('user.email') ? [] : identity),
			...fixedSettings,
		]),
	};
}

/** Whether `.git` is a directory, or the file of a worktree that its repository knows. Anything else would lead git elsewhere. */
export async function hasOwnRepository(root: string): Promise<boolean> {
	const repository = path.join(root, '.git');
	const stats = await lstat(repository);
	if (!stats.isFile() || stats.size >= 8192) {
		return stats.isDirectory();
	}

	const directory = /^gitdir: (.+)\n?$/u.exec(await readFile(repository, 'utf8'))?.[1];
	const back = directory === undefined ? null : await readFile(path.resolve(root, directory, 'gitdir'), {encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NONBLOCK}).catch(() => null);
	return back !== null && await realpath(back.trim()).catch(() => null) === repository;
}

function overrides(name: string, adds: boolean): readonly Setting[] {
	const section = name.slice(0, name.lastIndexOf('.'));
	return [
		...(programSetting.test(name) ? [[name, '']] as const : []),
		...(section.startsWith('filter.') ? [[`${section}.required`, String(adds)]] as const : []),
		...(section.startsWith('hook.') ? [[`${section}.enabled`, 'false']] as const : []),
	];
}

function encode(settings: readonly Setting[]): NodeJS.ProcessEnv {
	return {
		GIT_CONFIG_COUNT: String(settings.length),
		...Object.fromEntries(settings.flatMap(([name, value], index) => [[`GIT_CONFIG_KEY_${index}`, name], [`GIT_CONFIG_VALUE_${index}`, value]])),
	};
}

function baseEnvironment(root: string): NodeJS.ProcessEnv {
	// No program in the working directory may pass for git: npm puts directories of a project on the PATH.
	const directories = (process.env.PATH ?? '').split(path.delimiter).filter(directory => path.isAbsolute(directory) && path.relative(root, directory).startsWith('..'));
	return {
		PATH: directories.join(path.delimiter),
		HOME: '/dev/null',
		LC_ALL: 'C.UTF-8',
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
