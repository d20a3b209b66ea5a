import {
	isRecord, readCount, readList, readString,
} from '../../protocol/lenient-values.js';
import type {Progress} from '../executor.js';

type Fields = Readonly<Record<string, unknown>>;

// The name in place of a model's, where Claude Code itself says something, of an error for example.
const nobody = '<synthetic>';

/**
What Claude Code tells about an attempt, read line by line from `--output-format stream-json`.

Lines that are no JSON or of an unknown type are passed over, and fields may be missing: the next version will differ.
*/
export class ClaudeStream {
	/** The last line of type `result`, which is not always the last line; `null`: there was none. */
	result: Fields | null = null;
	/** The tools that it has, `null` before it has begun. */
	tools: readonly string[] | null = null;
	/** The model that has answered, `null`: none has, or it has no name. */
	model: string | null = null;
	/** The kind of the error that kept a model from answering, as Claude Code names it. */
	apiError: string | null = null;
	/** How long the provider asks to wait, in milliseconds. */
	retryAfterMs: number | null = null;
	readonly #onProgress: (progress: Progress) => void;
	readonly #denials = new Map<string, string>();
	/** By message: several lines share one, and repeat its usage. */
	readonly #tokens = new Map<string, number>();
	#tool: string | null = null;

	/**
	@param onProgress Is told after every piece of an answer.
	*/
	constructor(onProgress: (progress: Progress) => void) {
		this.#onProgress = onProgress;
	}

	/** Whether a model has answered, so that something was spent. */
	get hasAnswered(): boolean {
		return this.#tokens.size > 0;
	}

	/** Tokens so far. Those of answers are known only at the end. */
	get tokens(): number {
		return sumOf([...this.#tokens.values()]);
	}

	/** What was denied so far, in words. */
	get denials(): readonly string[] {
		return [...this.#denials.values()];
	}

	/** Take the next line. */
	read(line: string): void {
		const fields = parse(line);
		switch (fields.type) {
			case 'system': {
				this.#readSystem(fields);
				break;
			}

			case 'rate_limit_event': {
				this.#readRateLimit(fields.rate_limit_info);
				break;
			}

			case 'assistant': {
				this.#readAnswer(fields);
				break;
			}

			case 'user': {
				this.#readToolResults(fields.message);
				break;
			}

			case 'result': {
				this.result = fields;
				for (const denial of records(fields.permission_denials)) {
					const tool = readString(denial.tool_name) ?? 'a tool';
					this.#deny(denial, `${tool} ${JSON.stringify(denial.tool_input ?? {})}`);
				}

				break;
			}

			default:
		}
	}

	#readSystem(fields: Fields): void {
		if (fields.subtype === 'init') {
			this.tools = readList(fields.tools);
		} else if (fields.subtype === 'permission_denied') {
			this.#deny(fields, `${readString(fields.tool_name) ?? 'a tool'}: ${readString(fields.message) ?? 'denied'}`);
		} else if (fields.subtype === 'api_retry' && fields.error_status === 429) {
			const delayMs = readCount(fields.retry_delay_ms) ?? 0;
			// Its own first pause is shorter: only the provider asks for more.
			this.retryAfterMs = delayMs >= 1000 ? delayMs : this.retryAfterMs;
		}
	}

	#readRateLimit(info: unknown): void {
		if (isRecord(info) && info.status === 'rejected') {
			const resetsAtSeconds = readCount(info.resetsAt) ?? 0;
			this.retryAfterMs = resetsAtSeconds === 0 ? this.retryAfterMs : Math.max(0, (resetsAtSeconds * 1000) - Date.now());
		}
	}

	#readAnswer({message, error}: Fields): void {
		if (!isRecord(message)) {
			return;
		}

		if (message.model === nobody) {
			this.apiError = readString(error) ?? this.apiError;
			return;
		}

		this.model = readString(message.model) ?? this.model;
		const usage = isRecord(message.usage) ? message.usage : {};
		const classes = [usage.input_tokens, usage.output_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens];
		this.#tokens.set(readString(message.id) ?? '', sumOf(classes.map(count => readCount(count) ?? 0)));
		for (const {type, name} of records(message.content)) {
			this.#tool = type === 'tool_use' ? readString(name) : this.#tool;
		}

		this.#onProgress({turn: this.#tokens.size, tool: this.#tool, tokens: this.tokens});
	}

	/** A tool that does not exist is not among the denials of the result. */
	#readToolResults(message: unknown): void {
		for (const block of isRecord(message) ? records(message.content) : []) {
			const missing = typeof block.content === 'string' && block.is_error === true ? /No such tool available: (?<name>[\w-]+)/u.exec(block.content)?.groups?.name : undefined;
			if (missing !== undefined) {
				this.#deny(block, `${missing}: workers do not have this tool`);
			}
		}
	}

	#deny({tool_use_id: id}: Fields, words: string): void {
		const key = readString(id) ?? words;
		if (!this.#denials.has(key)) {
			this.#denials.set(key, words);
		}
	}
}

function parse(line: string): Fields {
	try {
		const value: unknown = JSON.parse(line);
		return isRecord(value) ? value : {};
	} catch {
		return {};
	}
}

function sumOf(numbers: readonly number[]): number {
	let sum = 0;
	for (const number of numbers) {
		sum += number;
	}

	return sum;
}

function records(value: unknown): readonly Fields[] {
	return Array.isArray(value) ? value.filter(item => isRecord(item)) : [];
}
