import type {Anthropic} from '@anthropic-ai/sdk';
import {attemptErrors, noAnswer, quote} from '../../text/provider-errors.js';
import type {Progress} from '../executor.js';
import {sumSpending} from '../spending.js';
import {ask, type AskOptions} from './request.js';
import {AttemptError} from './provider-error.js';
import type {MessagesApiSettings} from './settings.js';
import type {Tool, ToolResult} from './tools/define-tool.js';

/** What a conversation needs. */
export type ConversationOptions = Omit<AskOptions, 'onBegin'> & Pick<MessagesApiSettings, 'model' | 'tools' | 'maxTurns' | 'maxTokens'> & {
	/** Called when an answer begins, after it, and before each tool call. */
	readonly onProgress: (progress: Progress) => void;
};

/** Our side of one turn. */
type Turn = ReadonlyArray<Anthropic.TextBlockParam | Anthropic.ToolResultBlockParam>;

/**
Talk with the model and run its tool calls until it answers.

@returns The text of its last answer, and in words which tool calls were denied.
@throws {AttemptError} when there is no answer; anything when the signal is aborted.
*/
export async function converse({system, user}: {readonly system: string; readonly user: string}, options: ConversationOptions): Promise<{readonly text: string; readonly denials: readonly string[]}> {
	const {model, tools, maxTurns, maxTokens, requests, signal, onProgress} = options;
	const before: Anthropic.MessageParam[] = [];
	const denials: string[] = [];
	let next: Turn = [{type: 'text', text: user}];
	let tool: string | null = null;
	let turn = 0;
	const report = (promptTokens = 0) => {
		onProgress({turn, tool, tokens: sumSpending(requests).tokens + promptTokens});
	};

	while (turn < maxTurns) {
		const answer = await ask({
			model,
			max_tokens: maxTokens,
			system: [{type: 'text', text: system, cache_control: {type: 'ephemeral'}}],
			tools: tools.map(({name, description, inputSchema}) => ({name, description, input_schema: {...inputSchema, required: [...inputSchema.required]}})),
			messages: [...before, {role: 'user', content: withCacheMark(next)}],
		}, {...options, onBegin: report});
		turn++;
		report();
		const calls = answer.stop_reason === 'tool_use' ? answer.content.filter(block => block.type === 'tool_use') : [];
		if (calls.length === 0) {
			return {text: readFinalText(answer), denials};
		}

		const results: Anthropic.ToolResultBlockParam[] = [];
		for (const {id, name, input} of calls) {
			const known = tools.find(candidate => candidate.name === name);
			if (known) {
				tool = name;
				report();
			}

			signal.throwIfAborted();
			const {status, text} = known ? await known.run(input, {signal}) : noSuchTool(tools);
			if (status === 'denied') {
				denials.push(`${name}: ${quote(text)}`);
			}

			results.push({
				type: 'tool_result',
				tool_use_id: id,
				// A lone surrogate would make the request invalid JSON.
				content: text.toWellFormed(),
				is_error: status !== 'ok',
			});
		}

		before.push({role: 'user', content: [...next]}, {role: 'assistant', content: answer.content});
		next = results;
	}

	throw new AttemptError(attemptErrors.turns(maxTurns));
}

function noSuchTool(tools: readonly Tool[]): ToolResult {
	return {status: 'failed', text: `Unknown tool. Available: ${tools.map(({name}) => name).join(', ') || 'none'}.`};
}

/** The next request reads everything up to the mark from the cache, at a tenth of the price. */
function withCacheMark(turn: Turn): Array<Turn[number]> {
	return turn.map((block, index) => index === turn.length - 1 ? {...block, cache_control: {type: 'ephemeral'}} : block);
}

function readFinalText({content, stop_reason: reason, stop_details: details}: Anthropic.Message): string {
	if (reason !== 'end_turn' && reason !== 'stop_sequence') {
		throw new AttemptError(noAnswer(String(reason), details?.explanation ?? ''));
	}

	const text = content.flatMap(block => block.type === 'text' ? block.text : []).join('\n\n').trim();
	if (text === '') {
		throw new AttemptError(attemptErrors.emptyAnswer);
	}

	return text;
}
