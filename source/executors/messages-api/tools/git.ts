import * as v from 'valibot';
import {gitEnvironment, hasOwnRepository} from '../../git/environment.js';
import {runGit} from '../../git/run-git.js';
import {
	defineTool, DeniedError, withTimeLimit, type Tool,
} from './define-tool.js';
import {gitArguments, gitCommandNames} from './git-commands.js';
import type {Workdir} from './workdir.js';

const texts = v.optional(v.pipe(v.array(v.string()), v.maxLength(100)), []);

/** The tool that runs git, commits included, in the working directory's own repository. */
export function gitTool(workdir: Workdir, timeLimitMs = 30_000): Tool {
	return defineTool({
		name: 'git',
		description: 'Run git in the repository of the working directory. Hooks and filters do not run, and other repositories cannot be reached. commit commits what was added before.',
		fields: {
			command: v.pipe(v.string(), v.description(gitCommandNames.join(', '))),
			options: v.pipe(texts, v.description('Options, one per item: --stat, -U5, --since=yesterday')),
			revisions: v.pipe(texts, v.description('Commits, branches or ranges: HEAD~2, main..topic, HEAD:src/file.ts')),
			paths: v.pipe(texts, v.description('Files and directories relative to the working directory, without wildcards')),
			message: v.pipe(v.optional(v.pipe(v.string(), v.maxLength(20_000))), v.description('The commit message')),
		},
		async run({command, options, revisions, paths, message = null}, signal) {
			const places = await Promise.all(paths.map(async wanted => workdir.resolve(wanted)));
			const {args, adds} = gitArguments({
				command, options, revisions, message, paths: places.map(({asked}) => asked || '.'),
			});
			const {root} = workdir;
			if (!await hasOwnRepository(root)) {
				throw new DeniedError('Expected a working directory with its own git repository, but its .git leads elsewhere');
			}

			return withTimeLimit('git', timeLimitMs, signal, async limited => {
				const environment = await gitEnvironment({
					root, isTop: true, adds, signal: limited,
				});
				const {why, exitCode, stdout, stderr} = await runGit(args, {root, environment, signal: limited});
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
