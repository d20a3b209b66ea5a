import type {ExecutionContext} from 'ava';
import {
	type Job, type Outcome, type Progress, defaultSettings,
} from '../../../source/executors/executor.js';
import {messagesApi} from '../../../source/executors/messages-api/messages-api.js';
import type {MessagesApiOptions} from '../../../source/executors/messages-api/settings.js';
import type {Tool, ToolResult} from '../../../source/executors/messages-api/tools/define-tool.js';
import {withMessagesApi, type MessagesApi, type Script} from '../../_helpers/fake-messages-api.js';

/** A key that no text holds by accident. */
export const apiKey = 'sk-ant-test-0123456789';

/** A task. */
export const job: Job = {
	taskId: 'task_1', description: 'Count the files.', files: [], context: null, related: [{id: 'finding_1', task: 'old', result: 'There are files.'}],
};

/** What an attempt may be told. */
export type AttemptOptions = Partial<MessagesApiOptions> & {readonly signal?: AbortSignal; readonly budgetUsd?: number | null; readonly onProgress?: (progress: Progress) => void};

/** What an attempt came to. */
export type Attempt = {readonly outcome: Outcome; readonly progress: readonly Progress[]; readonly api: MessagesApi};

/** Make one attempt against a server with this script. */
export async function attempt(t: ExecutionContext, script: Script, options: AttemptOptions = {}): Promise<Attempt> {
	return attemptAt(await withMessagesApi(t, script), options);
}

/** Make one attempt against a server. */
export async function attemptAt(api: MessagesApi, {signal = new AbortController().signal, budgetUsd = null, onProgress, ...options}: AttemptOptions = {}): Promise<Attempt> {
	const progress: Progress[] = [];
	const executor = messagesApi({
		...defaultSettings, apiKey, baseUrl: api.url, workdir: '/nowhere', tools: [], ...options,
	});
	const outcome = await executor.execute(job, {
		signal,
		budgetUsd,
		onProgress(now) {
			progress.push(now);
			onProgress?.(now);
		},
	});
	return {outcome, progress, api};
}

/** A tool that does what the test says. */
export function tool(name: string, run: (input: unknown, signal: AbortSignal) => ToolResult | Promise<ToolResult>): Tool {
	return {
		name,
		description: `Does ${name}.`,
		inputSchema: {type: 'object', properties: {path: {type: 'string'}}, required: ['path']},
		run: async (input, {signal}) => run(input, signal),
	};
}
