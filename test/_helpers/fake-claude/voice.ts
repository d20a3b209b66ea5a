import {Buffer} from 'node:buffer';
import {writeSync} from 'node:fs';
import process from 'node:process';

type Fields = Readonly<Record<string, unknown>>;

/** Write at once, as much as the pipe takes. */
export function write(text: string, descriptor = 1): void {
	for (let rest = Buffer.from(text); rest.length > 0;) {
		try {
			rest = rest.subarray(writeSync(descriptor, rest));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
				throw error;
			}
		}
	}
}

/** End like a command line that is wrong. */
export function fail(message: string): never {
	write(`${message}\n`, 2);
	// eslint-disable-next-line unicorn/no-process-exit -- It is a program of its own, and nothing comes after this.
	process.exit(1);
}

/** Speaks as Claude Code 2.1.329 does with `--output-format stream-json`. */
export class Voice {
	readonly model: string;
	#messages = 0;

	constructor(model: string) {
		this.model = model;
	}

	/** A line of any kind. */
	say(fields: Fields): void {
		write(`${JSON.stringify(fields)}\n`);
	}

	/** What `modelUsage` has for one model. */
	usage(requests = this.#messages): Fields {
		return {
			inputTokens: 1200 * requests,
			outputTokens: 42 * requests,
			cacheReadInputTokens: 5000 * requests,
			cacheCreationInputTokens: 300 * requests,
			webSearchRequests: 0,
			costUSD: 0.002_284_999_999_999_999_7 * requests,
			contextWindow: 200_000,
			thinkingTokens: 0,
			cacheCreationEphemeral5mInputTokens: 300 * requests,
			cacheCreationEphemeral1hInputTokens: 0,
			canonicalModel: this.model,
			provider: 'firstParty',
			costBasis: 'list',
		};
	}

	/** An answer of the model: one line for each piece. They share the id of the message and its usage, in which the output is a placeholder. */
	answer(...content: readonly Fields[]): void {
		this.#messages++;
		const usage = {
			input_tokens: 1200, cache_creation_input_tokens: 300, cache_read_input_tokens: 5000, output_tokens: 1,
		};
		for (const block of content) {
			this.say({
				type: 'assistant',
				message: {
					id: `msg_${this.#messages}`, type: 'message', role: 'assistant', model: this.model, content: [block], stop_reason: null, usage,
				},
				parent_tool_use_id: null,
			});
		}
	}

	/** An answer of the model that asks for a tool. */
	use(name: string, input: Fields): void {
		this.answer({
			type: 'tool_use', id: `toolu_${this.#messages + 1}`, name, input,
		});
	}

	/** What the tool that was used last says when it was refused. */
	toolError(content: string): void {
		const block = {
			type: 'tool_result', content, is_error: true, tool_use_id: `toolu_${this.#messages}`,
		};
		this.say({type: 'user', message: {role: 'user', content: [block]}});
	}

	/** The result of a success. Its type is not the first of its keys. */
	result(fields: Fields = {}): void {
		this.say({
			duration_api_ms: 22,
			stop_reason: 'end_turn',
			total_cost_usd: this.usage().costUSD,
			usage: {input_tokens: 1200},
			modelUsage: this.#messages === 0 ? {} : {[this.model]: this.usage()},
			permission_denials: [],
			terminal_reason: 'completed',
			is_error: false,
			num_turns: this.#messages,
			subtype: 'success',
			api_error_status: null,
			result: 'Hello there.',
			type: 'result',
			duration_ms: 70,
			...fields,
		});
	}

	/** The result of an attempt that a limit or an error of its own has ended. */
	stop(subtype: string, message: string): void {
		this.result({
			subtype, is_error: true, errors: [message], result: undefined,
		});
		process.exitCode = 1;
	}

	/** An error of the Messages API: Claude Code says it in the place of a model, and calls it a success that is an error. */
	apiError(error: string, status: number | null, message: string): void {
		this.say({
			type: 'assistant',
			message: {
				id: 'd0d8618a', model: '<synthetic>', role: 'assistant', content: [{type: 'text', text: message}], usage: {input_tokens: 0, output_tokens: 0},
			},
			error,
			is_api_error_message: true,
			api_error_status: status,
		});
		this.result({
			stop_reason: 'stop_sequence', terminal_reason: 'api_error', is_error: true, api_error_status: status, result: message,
		});
		process.exitCode = 1;
	}

	/** That it tries a request again. */
	retry(status: number, error: string, delayMs: number): void {
		this.say({
			type: 'system', subtype: 'api_retry', attempt: 1, max_retries: 1, retry_delay_ms: delayMs, error_status: status, error,
		});
	}
}
