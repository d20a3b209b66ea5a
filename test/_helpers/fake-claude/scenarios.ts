import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect} from 'node:net';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {write, type Voice} from './voice.js';

type Scenario = (voice: Voice, told: {readonly prompt: string; readonly port: string; readonly budget: string | undefined}) => void | Promise<void>;

const hello = {type: 'text', text: 'Hello there.'};
const outside = '/etc/passwd is outside /work; --restricted confines the file tools to the working directory.';

/** Work until somebody ends it. */
export async function forever(): Promise<void> {
	await delay(2 ** 30);
}

/** What can happen, measured with the real one, and what a broken one would do. */
export const scenarios: Readonly<Record<string, Scenario>> = {
	ok(voice) {
		voice.answer(hello);
		voice.result();
	},
	tools(voice) {
		voice.answer(hello, {type: 'tool_use', name: 'Read'});
		voice.use('Edit', {file_path: 'a.txt'});
		voice.answer(hello);
		voice.result({result: ' All of it. [cite:finding_1] [cite:finding_7]\n'});
	},
	told(voice, {prompt}) {
		voice.answer(hello);
		voice.result({
			result: JSON.stringify({
				args: process.argv.slice(2), environment: process.env, directory: process.cwd(), prompt,
			}),
		});
	},
	denied(voice) {
		voice.use('Read', {file_path: '/etc/passwd'});
		voice.say({
			type: 'system', subtype: 'permission_denied', tool_name: 'Read', tool_use_id: 'toolu_1', message: outside,
		});
		voice.toolError(outside);
		voice.answer(hello);
		voice.result({permission_denials: [{tool_name: 'Read', tool_use_id: 'toolu_1', tool_input: {file_path: '/etc/passwd'}}]});
	},
	'denied-in-the-result'(voice) {
		voice.use('Write', {file_path: '/x'});
		voice.result({permission_denials: [{tool_name: 'Write', tool_use_id: 'toolu_1', tool_input: {file_path: '/x'}}]});
	},
	'no-such-tool'(voice) {
		voice.use('Bash', {command: 'id'});
		voice.toolError('<tool_use_error>Error: No such tool available: Bash. Bash is disabled for this session, in subagents as well as here.</tool_use_error>');
		voice.answer(hello);
		voice.result();
	},
	'max-turns'(voice) {
		voice.use('Read', {file_path: 'a.txt'});
		voice.stop('error_max_turns', 'Reached maximum number of turns (20)');
	},
	budget(voice, {budget}) {
		voice.use('Read', {file_path: 'a.txt'});
		voice.use('Read', {file_path: 'a.txt'});
		voice.stop('error_max_budget_usd', `Reached maximum budget ($${budget})`);
	},
	'during-execution'(voice) {
		voice.answer(hello);
		voice.stop('error_during_execution', 'Something broke');
	},
	400(voice) {
		voice.apiError('unknown', 400, 'API Error: 400 prompt is too long');
	},
	billing(voice) {
		voice.apiError('billing_error', 400, 'Credit balance is too low');
	},
	401(voice) {
		voice.retry(401, 'authentication_failed', 602);
		voice.apiError('authentication_failed', 401, 'Failed to authenticate. API Error: 401 invalid x-api-key');
	},
	403(voice) {
		voice.apiError('authentication_failed', 403, 'Failed to authenticate. API Error: 403 permission_error');
	},
	404(voice) {
		voice.apiError('model_not_found', 404, 'There\'s an issue with the selected model.');
	},
	429(voice) {
		voice.retry(429, 'rate_limit', 2376);
		voice.apiError('rate_limit', 429, 'API Error: Request rejected (429) · rate_limit_error');
	},
	// The pause is its own.
	'429-soon'(voice) {
		voice.retry(429, 'rate_limit', 512);
		voice.apiError('rate_limit', 429, 'API Error: Request rejected (429)');
	},
	'429-window'(voice) {
		voice.say({type: 'rate_limit_event', rate_limit_info: {status: 'rejected', resetsAt: Math.round(Date.now() / 1000) + 3600}});
		voice.say({type: 'rate_limit_event', rate_limit_info: {status: 'allowed_warning', resetsAt: 1}});
		voice.apiError('rate_limit', 429, 'You\'ve hit your limit');
	},
	500(voice) {
		voice.retry(500, 'server_error', 507);
		voice.apiError('server_error', 500, 'API Error: 500 Internal server error');
	},
	529(voice) {
		voice.retry(529, 'overloaded', 622);
		voice.apiError('server_error', 529, 'API Error: 529 Overloaded');
	},
	'api-timeout'(voice) {
		voice.apiError('server_error', null, 'Request timed out.');
	},
	cut(voice) {
		voice.answer(hello);
		voice.apiError('server_error', null, 'API Error: Connection lost mid-response. The response above may be incomplete.');
	},
	refusal(voice) {
		voice.answer(hello);
		voice.apiError('invalid_request', null, 'API Error: Haiku 4.5 can\'t help with this.');
	},
	'max-tokens'(voice) {
		voice.answer(hello);
		voice.apiError('max_output_tokens', null, 'API Error: Claude\'s response exceeded the 32000 output token maximum.');
	},
	'not-logged-in'(voice) {
		voice.apiError('authentication_failed', null, 'Not logged in · Please run /login');
	},
	// Before its lines told kinds of errors.
	'not-logged-in-old'(voice) {
		voice.result({is_error: true, result: 'Invalid API key · Please run /login', api_error_status: undefined});
		process.exitCode = 1;
	},
	empty(voice) {
		voice.answer(hello);
		voice.result({result: ''});
	},
	sigint(voice) {
		voice.answer(hello);
	},
	sigterm() {
		process.exitCode = 143;
	},
	killed(voice) {
		voice.answer(hello);
		process.kill(process.pid, 'SIGKILL');
	},
	crash() {
		write(`${'at frame (cli.js:1:1)\n'.repeat(10_000)}TypeError: undefined is not an object ${process.env.ANTHROPIC_API_KEY}\n`, 2);
		process.exitCode = 1;
	},
	'crash-later'(voice) {
		voice.answer(hello);
		process.exitCode = 1;
	},
	'error-with-exit-0'(voice) {
		voice.apiError('server_error', 500, 'API Error: 500 Internal server error');
		process.exitCode = 0;
	},
	'max-turns-old'(voice) {
		voice.answer(hello);
		voice.result({subtype: 'error_max_turns', is_error: false});
	},
	'exit-1-after-success'(voice) {
		voice.answer(hello);
		voice.result();
		process.exitCode = 1;
	},
	shuffled(voice) {
		write('\n[claude-code:unrecognized] {"a":1}\nnull\n[1]\n"x"\n{"type":"assistant"}\n{"type":"system"}\n');
		write('{"type":"assistant","message":{"model":"<synthetic>"}}\n{"type":"user","message":{"content":[null,7]}}\n{"type":"next_year"}\n');
		voice.result({result: 'The first.'});
		voice.answer(hello);
		voice.result();
		voice.say({type: 'system', subtype: 'session_state_changed', state: 'idle'});
		write('{"type":"keep_alive"');
	},
	huge(voice) {
		voice.answer({type: 'text', text: 'x'.repeat(3_000_000)});
		write(`{"type":"user","message":"${'y'.repeat(12_000_000)}"}\n`);
		voice.result({result: 'z'.repeat(1_000_000)});
	},
	endless(voice) {
		for (;;) {
			voice.answer({type: 'text', text: 'x'.repeat(3_000_000)});
		}
	},
	'cut-line'(voice) {
		voice.answer(hello);
		write('{"type":"result","subtype":"success","is_error":false,"result":"Hel');
	},
	async slow(voice) {
		for (const piece of ['{"type":"assis', 'tant","message":{"id":"msg_0","model":"claude-haiku-4-5","content":[{"type":"tool_use","name":"Gr', 'ep"}]}}\n']) {
			write(piece);
			await delay(50);
		}

		voice.answer(hello);
		voice.result();
	},
	async hang(voice) {
		process.on('SIGTERM', () => undefined);
		voice.answer(hello);
		await forever();
	},
	async wait(voice) {
		voice.answer(hello);
		await forever();
	},
	// The model was asked, and has not answered yet.
	async 'hang-early'(voice, {port}) {
		voice.say({type: 'system', subtype: 'status', status: 'requesting'});
		connect(Number(port), '127.0.0.1');
		await forever();
	},
	async grandchild(voice, {port}) {
		const script = 'process.on("SIGTERM", () => {}); require("node:net").connect(process.argv[1], "127.0.0.1", () => process.send("up"))';
		const child = spawn(process.execPath, ['-e', script, port], {stdio: ['ignore', 'inherit', 'inherit', 'ipc']});
		await once(child, 'message');
		voice.answer(hello);
		voice.result();
		child.disconnect();
		child.unref();
	},
	models(voice) {
		voice.answer(hello);
		const main = voice.usage();
		const side = {
			...main, inputTokens: 90_000, outputTokens: 1000, cacheReadInputTokens: 20_000, cacheCreationInputTokens: 0, cacheCreationEphemeral5mInputTokens: 0, costUSD: 0.0104,
		};
		const idle = {
			...side, inputTokens: 0, outputTokens: 0, cacheReadInputTokens: 0, costUSD: 0, costBasis: 'unknown',
		};
		voice.result({modelUsage: {[voice.model]: main, 'claude-haiku-5-5': side, 'claude-idle-1': idle}, total_cost_usd: 0.012_685});
	},
	'unknown-model'(voice) {
		voice.answer(hello);
		voice.result({modelUsage: {'foo-bar': {...voice.usage(), costBasis: 'unknown'}}});
	},
	'cloud-model'(voice) {
		voice.answer(hello);
		voice.result({modelUsage: {'us.anthropic.claude-haiku-4-5-20251001-v1:0': voice.usage()}});
	},
	// Versions that say less of what was used.
	'old-usage'(voice) {
		voice.answer(hello);
		voice.result({modelUsage: {[voice.model]: {...voice.usage(), cacheCreationEphemeral5mInputTokens: undefined, costBasis: undefined}}});
	},
	'older-usage'(voice) {
		voice.answer(hello);
		voice.result({modelUsage: undefined});
	},
	surcharge(voice) {
		voice.answer(hello);
		voice.result({total_cost_usd: 0.5});
	},
};
