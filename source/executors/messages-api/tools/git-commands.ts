/*
The git commands that are allowed. The model passes the parts of a command line separately, so that none can be mistaken for another: options, each checked against the list of its command; revisions, which do not begin with a dash; paths, which follow `--`, without magic and wildcards.
*/
import {DeniedError} from './define-tool.js';

type Command = {
	/** Options that are always passed. */
	readonly always?: readonly string[];
	/** A pattern of the options that the model may pass. */
	readonly options: string;
	/** The number of revisions it takes. Default: none. */
	readonly revisions?: number;
	readonly takesPaths?: true;
	/** Whether it adds files to the repository. */
	readonly adds?: true;
};

// External diff programs do not run, and submodules, which have their own configuration, are not entered.
const diffAlways = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=all'];
const diffOptions = String.raw`--stat|--numstat|--shortstat|--name-only|--name-status|--patch|--no-patch|-[pswb]|-U\d{1,3}|--unified=\d{1,3}|--reverse`;

const log: Command = {
	always: [...diffAlways, '--no-show-signature'],
	options: [
		diffOptions,
		String.raw`--oneline|--graph|--all|--follow|--merges|--no-merges|--decorate|-\d{1,4}|-n\d{1,4}|--max-count=\d{1,4}|--skip=\d{1,6}`,
		String.raw`--(?:since|until|author|grep)=[^\0]{1,200}|-[SG][^\0]{1,200}`,
		// Named formats only: a custom one can run a program that verifies signatures.
		'--date=(?:iso|short|relative)|--pretty=(?:oneline|short|medium|full|fuller)',
	].join('|'),
	revisions: 4,
	takesPaths: true,
};

const commands: Readonly<Record<string, Command>> = {
	status: {always: ['--ignore-submodules=all'], options: '--short|-s|--branch|-b|--porcelain|--untracked-files=(?:no|normal|all)', takesPaths: true},
	diff: {
		always: diffAlways, options: `${diffOptions}|--cached|--staged`, revisions: 2, takesPaths: true,
	},
	log,
	show: log,
	'ls-files': {options: '--cached|--modified|--deleted|--others|--exclude-standard|--stage|-[cmdos]', takesPaths: true},
	branch: {always: ['--no-color', '--no-column'], options: '--list|--show-current|--all|--remotes|-a|-r'},
	'rev-parse': {always: ['--verify'], options: String.raw`--short(?:=\d{1,2})?|--abbrev-ref`, revisions: 1},
	add: {options: '--all|-A|--update|-u|--dry-run|-n', takesPaths: true, adds: true},
	commit: {always: ['--no-verify', '--no-gpg-sign', '--no-status', '--cleanup=whitespace'], options: '--allow-empty'},
};

/** The allowed commands. */
export const gitCommandNames = Object.keys(commands);

/** A call of the git tool. */
export type GitRequest = {
	readonly command: string;
	readonly options: readonly string[];
	readonly revisions: readonly string[];
	/** Relative to the working directory, and checked to be in it. */
	readonly paths: readonly string[];
	/** For `commit` only. */
	readonly message: string | null;
};

/** The arguments of git for a call. @throws {DeniedError} if a part of it is not allowed. */
export function gitArguments({command, options, revisions, paths, message}: GitRequest): {readonly args: readonly string[]; readonly adds: boolean} {
	const allowed = Object.hasOwn(commands, command) ? commands[command] : undefined;
	if (!allowed) {
		throw new DeniedError(`Expected one of the git commands ${gitCommandNames.join(', ')}, got ${command}`);
	}

	const {always = [], revisions: maxRevisions = 0, takesPaths = false, adds = false} = allowed;
	const optionPattern = new RegExp(`^(?:${allowed.options})$`, 'u');
	const refused = options.find(option => !optionPattern.test(option));
	if (refused !== undefined) {
		throw new DeniedError(`The option ${refused} of git ${command} is not allowed`);
	}

	if (revisions.length > maxRevisions || revisions.some(revision => !/^[^\0-][^\0]{0,999}$/u.test(revision))) {
		throw new DeniedError(`Expected at most ${maxRevisions} revisions for git ${command}, none beginning with a dash; paths belong in paths`);
	}

	if (paths.length > 0 && !takesPaths) {
		throw new DeniedError(`git ${command} takes no paths here`);
	}

	if ((command === 'commit') !== (message !== null && message.trim() !== '')) {
		throw new Error('Expected a message for commit, and for no other command');
	}

	return {
		args: [
			command,
			...always,
			...options,
			...(message === null ? [] : [`--message=${message}`]),
			...revisions,
			...(takesPaths ? ['--', ...paths] : []),
		],
		adds,
	};
}
