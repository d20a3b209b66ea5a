/*
What may be asked of git. The model gives the parts of a command line one by one, so that none can be taken for another: options, each checked against the
list of its command; revisions, which do not begin with a dash; paths, which come behind `--`, without magic and wildcards.
*/
import {DeniedError} from './define-tool.js';

type Command = {
	/** Options that are always given. */
	readonly always: readonly string[];
	/** What an option of the model must match. */
	readonly options: RegExp;
	/** How many revisions it takes. */
	readonly revisions: number;
	readonly takesPaths: boolean;
	/** Whether it takes files into the repository. */
	readonly adds?: true;
};

// Programs that show differences in another way are not run, and submodules, which have configurations of their own, are not looked into.
const diffAlways = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=all'];
const logAlways = [...diffAlways, '--no-show-signature'];

const diffOptions = String.raw`--stat|--numstat|--shortstat|--name-only|--name-status|--patch|--no-patch|-[pswb]|-U\d{1,3}|--unified=\d{1,3}|--reverse`;
const logOptions = [
	diffOptions,
	String.raw`--oneline|--graph|--all|--follow|--merges|--no-merges|--decorate|-\d{1,4}|-n\d{1,4}|--max-count=\d{1,4}|--skip=\d{1,6}`,
	String.raw`--(?:since|until|author|grep)=[^\0]{1,200}|-[SG][^\0]{1,200}`,
	// Named formats only: a free one can ask for signatures to be checked, by a program.
	'--date=(?:iso|short|relative)|--pretty=(?:oneline|short|medium|full|fuller)',
].join('|');

const commands: Readonly<Record<string, Command>> = {
	status: {
		always: ['--ignore-submodules=all'], options: optionsOf('--short|-s|--branch|-b|--porcelain|--untracked-files=(?:no|normal|all)'), revisions: 0, takesPaths: true,
	},
	diff: {
		always: diffAlways, options: optionsOf(`${diffOptions}|--cached|--staged`), revisions: 2, takesPaths: true,
	},
	log: {
		always: logAlways, options: optionsOf(logOptions), revisions: 4, takesPaths: true,
	},
	show: {
		always: logAlways, options: optionsOf(logOptions), revisions: 4, takesPaths: true,
	},
	'ls-files': {
		always: [], options: optionsOf('--cached|--modified|--deleted|--others|--exclude-standard|--stage|-[cmdos]'), revisions: 0, takesPaths: true,
	},
	branch: {
		always: ['--no-color', '--no-column'], options: optionsOf('--list|--show-current|--all|--remotes|-a|-r'), revisions: 0, takesPaths: false,
	},
	'rev-parse': {
		always: ['--verify'], options: optionsOf(String.raw`--short(?:=\d{1,2})?|--abbrev-ref`), revisions: 1, takesPaths: false,
	},
	add: {
		always: [], options: optionsOf('--all|-A|--update|-u|--dry-run|-n'), revisions: 0, takesPaths: true, adds: true,
	},
	commit: {
		always: ['--no-verify', '--no-gpg-sign', '--no-status', '--cleanup=whitespace'], options: optionsOf('--allow-empty'), revisions: 0, takesPaths: false,
	},
};

/** The commands that are allowed. */
export const gitCommandNames = Object.keys(commands);

/** What a model asks for. */
export type GitRequest = {
	readonly command: string;
	readonly options: readonly string[];
	readonly revisions: readonly string[];
	/** Relative to the working directory, and checked to be in it. */
	readonly paths: readonly string[];
	/** Of the commit, which is the only command with one. */
	readonly message: string | null;
};

/**
The arguments of git for a request.

@throws {DeniedError} when a part of it is not allowed.
*/
export function gitArguments({command, options, revisions, paths, message}: GitRequest): {readonly args: readonly string[]; readonly adds: boolean} {
	const allowed = Object.hasOwn(commands, command) ? commands[command] : undefined;
	if (!allowed) {
		throw new DeniedError(`Expected one of the git commands ${gitCommandNames.join(', ')}, got ${command}`);
	}

	for (const option of options) {
		if (!allowed.options.test(option)) {
			throw new DeniedError(`The option ${option} of git ${command} is not allowed`);
		}
	}

	if (revisions.length > allowed.revisions || revisions.some(revision => !/^[^\0-][^\0]{0,999}$/u.test(revision))) {
		throw new DeniedError(`Expected at most ${allowed.revisions} revisions for git ${command}, none of which begins with a dash; paths belong into paths`);
	}

	if (paths.length > 0 && !allowed.takesPaths) {
		throw new DeniedError(`git ${command} takes no paths here`);
	}

	if ((command === 'commit') !== (message !== null && message.trim() !== '')) {
		throw new Error('Expected a message for a commit, and for nothing else');
	}

	return {
		args: [
			command,
			...allowed.always,
			...options,
			...(message === null ? [] : [`--message=${message}`]),
			...revisions,
			...(allowed.takesPaths ? ['--', ...paths] : []),
		],
		adds: allowed.adds === true,
	};
}

function optionsOf(alternatives: string): RegExp {
	return new RegExp(`^(?:${alternatives})$`, 'u');
}
