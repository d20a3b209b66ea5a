import * as v from 'valibot';
import {defineTool} from './define-tool.js';
import {gitArguments, gitCommandNames} from './git-commands.js';
import {gitEnvironment} from '../../git/environment.js';
import {runGit} from '../../git/run-git.js';
import type {Tool} from './tool.js';
import type {Workdir} from './workdir.js';

const defaultTimeLimitMs = 30_000;

const texts = v.optional(v.pipe(v.array(v.string()), v.maxLength(100)), []);

/**
The tool that asks git, and makes commits. The repository is the working directory's own.

@param timeLimitMs How long a command may take. Default: 30 seconds.
*/
export function gitTool(workdir: Workdir, timeLimitMs = defaultTimeLimitMs): Tool {
	return defineTool({
		name: 'git',
		description: 'Run git in the repository of the working directory. Hooks and filters do not run, and other repositories are not reached. A commit takes what was added before.',
		fields: {
			command: v.pipe(v.string(), v.description(gitCommandNames.join(', '))),
			options: v.pipe(texts, v.description('Options, each as one text: --stat, -U5, --since=yesterday')),
			revisions: v.pipe(texts, v.description('Commits, branches, ranges: HEAD~2, main..topic, HEAD:src/file.ts')),
			paths: v.pipe(texts, v.description('Files and directories, relative to the working directory, without wildcards')),
			message: v.pipe(v.optional(v.pipe(v.string(), v.maxLength(20_000))), v.description('The message of a commit')),
		},
		async run({command, options, revisions, paths, message = null}, signal) {
			const places = await Promise.all(paths.map(async wanted => workdir.resolve(wanted)));
			const {args, adds} = gitArguments({
				command, options, revisions, message, paths: places.map(({asked}) => asked || '.'),
			});
			const timeLimit = AbortSignal.timeout(timeLimitMs);
			const place = {root: workdir.root, signal: AbortSignal.any([signal, timeLimit])};
			try {
				const run = await runGit(args, {...place, environment: await gitEnvironment(place, adds)});
				const output = `${run.stdout}${run.stderr}`.trimEnd();
				if (run.code !== 0 && !run.isCut) {
					throw new Error(output || `git ended with exit code ${run.code}`);
				}

				return run.isCut ? `${output}\n[there is more]` : output || '[done, git said nothing]';
			} catch (error) {
				throw timeLimit.aborted && !signal.aborted ? new Error(`git took longer than ${timeLimitMs / 1000} seconds and was ended`, {cause: error}) : error;
			}
		},
	});
}
