/*
The git tool. The model passes the parts of a command line separately, so that none can be mistaken for another: options, each checked against the list of its command; revisions, which do not begin with a dash; paths, which follow `--`, without magic and wildcards.
*/
import * as v from 'valibot';
import {gitEnvironment, hasOwnRepository} from '../../git/environment.js';
import {runGit} from '../../git/run-git.js';
import {withTimeLimit} from '../../time-limit.js';
import {defineTool, DeniedError, type Tool} from './define-tool.js';
import type {Workdir} from './workdir.js';

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

const texts = v.optional(v.pipe(v.array(v.string()), v.maxLength(100)), []);

const fields = {
	command: v.pipe(v.string(), v.description(Object.keys(commands).join(', '))),
	options: v.pipe(texts, v.description('Options, one per item: --stat, -U5, --since=yesterday')),
	revisions: v.pipe(texts, v.description('Commits, branches or ranges: HEAD~2, main..topic, HEAD:src/file.ts')),
	paths: v.pipe(texts, v.description('Files and directories relative to the working directory, without wildcards')),
	message: v.pipe(v.optional(v.pipe(v.string(), v.maxLength(20_000))), v.description('The commit message')),
};

type GitCall = v.InferOutput<v.StrictObjectSchema<typeof fields, undefined>>;

/** The tool that runs git, commits included, in the working directory's own repository. */
export function gitTool(workdir: Workdir, timeLimitMs = 30_000): Tool {
	return defineTool({
		name: 'git',
		description: 'Run git in the repository of the working directory. Hooks and filters do not run, and other repositories cannot be reached. commit commits what was added before.',
		fields,
		async run(call, signal) {
			const places = await Promise.all(call.paths.map(async wanted => workdir.resolve(wanted)));
			const args = gitArguments(call, places.map(({asked}) => asked || '.'));
			const {root} = workdir;
			if (!await hasOwnRepository(root)) {
				throw new DeniedError('Expected a working directory with its own git repository, but its .git leads elsewhere');
			}

			return withTimeLimit('git', timeLimitMs, signal, async limited => {
				const environment = await gitEnvironment({
					root, isTop: true, adds: commands[call.command]?.adds, signal: limited,
				});
				const {why, exitCode, stdout, stderr} = await runGit(args, {workdir: root, environment, signal: limited});
				const output = [stdout, stderr].filter(Boolean).join('\n').trimEnd();
				if (why === 'too_much_output') {
					return `${output}\n[output cut]`;
				}

				if (exitCode !== 0) {
					throw new Error(output || `git failed with exit code ${exitCode}`);
				}

				return output || '[no output]';
			});
		},
	});
}

/** The arguments of git for a call. @param paths Checked to be in the working directory. @throws {DeniedError} if a part of it is not allowed. */
function gitArguments({command, options, revisions, message = ''}: GitCall, paths: readonly string[]): readonly string[] {
	const allowed = Object.hasOwn(commands, command) ? commands[command] : undefined;
	if (!allowed) {
		throw new DeniedError(`Expected one of the git commands ${Object.keys(commands).join(', ')}, got ${command}`);
	}

	const {always = [], revisions: maxRevisions = 0, takesPaths = false} = allowed;
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

	if ((command === 'commit') !== (message.trim() !== '')) {
		throw new Error('Expected a message for commit, and for no other command');
	}

	const messages = command === 'commit' ? [`--message=${message}`] : [];
	return [command, ...always, ...options, ...messages, ...revisions, ...(takesPaths ? ['--', ...paths] : [])];
}
