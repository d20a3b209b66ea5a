import {
	isRecord, parseJson, readCount, readList, readString,
} from '../../protocol/lenient-values.js';
import type {Progress} from '../executor.js';

/** A JSON object of Claude Code. */
export type Fields = Readonly<Record<string, unknown>>;

// The model name in messages of Claude Code itself, such as errors.
const noModel = '<synthetic>';

/**
What Claude Code reports about an attempt, read line by line from `--output-format stream-json`.

Lines that are not JSON or of unknown type are ignored, and any field may be missing: versions differ.
*/
export class ClaudeStream {
	/** The last line of type `result`, which is not always the last line; `null`: there was none. */
	result: Fields | null = null;
	/** Its tools, `null` until it has started. */
	tools: readonly string[] | null = null;
	/** The model that answered; `null` if none did, or it has no name. */
	model: string | null = null;
	/** The kind of the error that prevented an answer, in the words of Claude Code. */
	apiError: string | null = null;
	/** How long the provider asks to wait. */
	retryAfterMs: number | null = null;
	/** Its answers and their tokens so far. Output tokens are known only at the end. */
	progress: Progress = {turn: 0, tool: null, tokens: 0};
	/** Denied tool calls so far, in words, by id. */
	readonly denials = new Map<string, string>();
	/** By message id: several lines share a message, and repeat its usage. */
	readonly #tokens = new Map<string, number>();
	readonly #readers: Readonly<Record<string, (fields: Fields) => void>> = {
		system: fields => {
			if (fields.subtype === 'init') {
				this.tools = readList(fields.tools);
			} else if (fields.subtype === 'permission_denied') {
				this.#deny(fields, `${toolName(fields)}: ${readString(fields.message) ?? 'denied'}`);
			} else if (fields.subtype === 'api_retry' && fields.error_status === 429) {
				const delayMs = readCount(fields.retry_delay_ms) ?? 0;
				// Shorter delays are its own; longer ones come from the provider.
				this.retryAfterMs = delayMs >= 1000 ? delayMs : this.retryAfterMs;
			}
		},
		rate_limit_event: ({rate_limit_info: info}) => {
			const resetsAtSeconds = isRecord(info) && info.status === 'rejected' ? readCount(info.resetsAt) ?? 0 : 0;
			this.retryAfterMs = resetsAtSeconds === 0 ? this.retryAfterMs : Math.max(0, (resetsAtSeconds * 1000) - Date.now());
		},
		assistant: ({message, error}) => {
			if (!isRecord(message)) {
				return;
			}

			if (message.model === noModel) {
				this.apiError = readString(error) ?? this.apiError;
				return;
			}

			this.model = readString(message.model) ?? this.model;
			const usage = isRecord(message.usage) ? message.usage : {};
			const classes = [usage.input_tokens, usage.output_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens];
			this.#tokens.set(readString(message.id) ?? '', sumOf(classes.map(count => readCount(count) ?? 0)));
			const call = records(message.content).findLast(({type}) => type === 'tool_use');
			this.progress = {turn: this.#tokens.size, tool: call ? readString(call.name) : this.progress.tool, tokens: sumOf([...this.#tokens.values()])};
			this.onProgress(this.progress);
		},
		// Calls of tools that do not exist are not among the denials of the result.
		user: ({message}) => {
			for (const block of isRecord(message) ? records(message.content) : []) {
				const missing = typeof block.content === 'string' && block.is_error === true ? /No such tool available: (?<name>[\w-]+)/u.exec(block.content)?.groups?.name : undefined;
				if (missing !== undefined) {
					this.#deny(block, `${missing}: workers do not have this tool`);
				}
			}
		},
		result: fields => {
			this.result = fields;
			for (const denial of records(fields.permission_denials)) {
				this.#deny(denial, `${toolName(denial)} ${JSON.stringify(denial.tool_input ?? {})}`);
			}
		},
	};

	/** @param onProgress Called after each part of an answer. */
	constructor(private readonly onProgress: (progress: Progress) => void) {}

	/** Read the next line. */
	read(line: string): void {
		const fields = parseJson(line);
		if (isRecord(fields) && typeof fields.type === 'string' && Object.hasOwn(this.#readers, fields.type)) {
			this.#readers[fields.type]?.(fields);
		}
	}

	#deny({tool_use_id: id}: Fields, text: string): void {
		const key = readString(id) ?? text;
		this.denials.set(key, this.denials.get(key) ?? text);
	}
}

function toolName({tool_name: name}: Fields): string {
	return readString(name) ?? 'a tool';
}

function sumOf(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0);
}

function records(value: unknown): readonly Fields[] {
	return Array.isArray(value) ? value.filter(item => isRecord(item)) : [];
}
