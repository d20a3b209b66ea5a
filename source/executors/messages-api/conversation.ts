import type {Anthropic} from '@anthropic-ai/sdk';
import type {Progress} from '../executor.js';
import {ask, type AskOptions} from './request.js';
import {quote, Trouble} from './provider-error.js';
import type {Tool, ToolResult} from './tools/tool.js';

/** What a conversation needs. */
export type ConversationOptions = Omit<AskOptions, 'onBegin'> & {
	readonly model: string;
	readonly tools: readonly Tool[];
	/** The most answers. */
	readonly maxTurns: number;
	/** The most tokens of one answer. */
	readonly maxTokens: number;
	/** Told when an answer begins, after it, and before every use of a tool. */
	readonly onProgress: (progress: Progress) => void;
};

/** What we say in one turn. */
type Saying = ReadonlyArray<Anthropic.TextBlockParam | Anthropic.ToolResultBlockParam>;

/**
Talk with the model, and use tools for it, until it answers.

@returns The text of its last answer, and in words what was denied to it on the way.
@throws {Trouble} when there is no such answer.
@throws Anything when the signal is aborted.
*/
export async function converse({system, user}: {readonly system: string; readonly user: string}, options: ConversationOptions): Promise<{readonly text: string; readonly denials: readonly string[]}> {
	const {model, tools, maxTurns, maxTokens, costs, signal, onProgress} = options;
	const before: Anthropic.MessageParam[] = [];
	const denials: string[] = [];
	let saying: Saying = [{type: 'text', text: user}];
	let tool: string | null = null;
	let turn = 0;
	const report = (tokensAtWork = 0) => {
		onProgress({turn, tool, tokens: costs.tokens + tokensAtWork});
	};

	while (turn < maxTurns) {
		const answer = await ask({
			model,
			max_tokens: maxTokens,
			system: [{type: 'text', text: system, cache_control: {type: 'ephemeral'}}],
			tools: tools.map(({name, description, inputSchema}) => ({name, description, input_schema: {...inputSchema, required: [...inputSchema.required]}})),
			messages: [...before, {role: 'user', content: withCacheMark(saying)}],
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
				// Half a character would make the request no valid JSON.
				content: text.toWellFormed(),
				is_error: status !== 'ok',
			});
		}

		before.push({role: 'user', content: [...saying]}, {role: 'assistant', content: answer.content});
		saying = results;
	}

	throw new Trouble(`Expected an answer within ${maxTurns} turns, got calls of tools up to the last. Make the task smaller, or allow more turns.`);
}

function noSuchTool(tools: readonly Tool[]): ToolResult {
	return {status: 'failed', text: `There is no such tool. There are: ${tools.map(({name}) => name).join(', ') || 'none'}.`};
}

/** All up to the mark is read from the cache by the next request, at a tenth of the price. */
function withCacheMark(saying: Saying): Array<Saying[number]> {
	return saying.map((block, index) => index === saying.length - 1 ? {...block, cache_control: {type: 'ephemeral'}} : block);
}

function readFinalText({content, stop_reason, stop_details}: Anthropic.Message): string {
	switch (stop_reason) {
		case 'end_turn':
		case 'stop_sequence': {
			const text = content.flatMap(block => block.type === 'text' ? block.text : []).join('\n\n').trim();
			if (text === '') {
				throw new Trouble('Expected an answer, got an empty one.');
			}

			return text;
		}

		case 'refusal': {
			throw new Trouble(`Expected an answer, got a refusal of the model${stop_details?.explanation ? `: ${quote(stop_details.explanation)}` : ''}.`);
		}

		case 'max_tokens': {
			throw new Trouble('Expected an answer, got the beginning of one that is too long. Make the task smaller, or allow more tokens.');
		}

		case 'model_context_window_exceeded': {
			throw new Trouble('Expected an answer, got more text than the model can hold. Make the task smaller.');
		}

		default: {
			throw new Trouble(`Expected an answer, got one that stops with ${quote(String(stop_reason))}.`);
		}
	}
}
