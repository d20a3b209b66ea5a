import {toJsonSchema} from '@valibot/to-json-schema';
import * as v from 'valibot';
import {asError} from '../../../protocol/user-error.js';

/** The result of a tool call, for the model. */
export type ToolResult = {
	/** `denied`: outside of what the worker allows. `failed`: it was tried, and did not work. */
	readonly status: 'ok' | 'failed' | 'denied';
	/** At most about 30,000 characters. It says what was left out. */
	readonly text: string;
};

/** A tool for the model. It validates its untrusted input itself. */
export type Tool = {
	readonly name: string;
	/** For the model: what it does, what it returns, its limits. */
	readonly description: string;
	/** JSON Schema of its input. */
	readonly inputSchema: {readonly type: 'object'; readonly properties: Readonly<Record<string, unknown>>; readonly required: readonly string[]};
	/** @throws Only the signal's reason. */
	readonly run: (input: unknown, options: {readonly signal: AbortSignal}) => Promise<ToolResult>;
};

/** The length of a result. */
export const maxCharacters = 30_000;

/** A call is outside of what the worker allows. The message is for the model. */
export class DeniedError extends Error {
	override readonly name = 'DeniedError';
}

type Input<Fields extends v.ObjectEntries> = v.StrictObjectSchema<Fields, undefined>;

/** The definition of a tool. */
export type ToolDefinition<Fields extends v.ObjectEntries> = Pick<Tool, 'name' | 'description'> & {
	/** Its input. The JSON Schema is made from it. */
	readonly fields: Fields;
	/**
	Run it with validated input.
	@returns The text for the model.
	@throws {DeniedError} if it is denied; any other error if it failed.
	*/
	run(input: v.InferOutput<Input<Fields>>, signal: AbortSignal): Promise<string>;
};

/** Make a tool that validates its input, limits its output, and reports errors as results. */
export function defineTool<const Fields extends v.ObjectEntries>({name, description, fields, run}: ToolDefinition<Fields>): Tool {
	const schema: Input<Fields> = v.strictObject(fields);
	const {$schema: _, ...inputSchema} = toJsonSchema(schema, {typeMode: 'input'});
	return {
		name,
		description,
		inputSchema: inputSchema as Tool['inputSchema'],
		async run(input, {signal}) {
			signal.throwIfAborted();
			const parsed = v.safeParse(schema, input);
			if (!parsed.success) {
				const issues = parsed.issues.slice(0, 3).map(issue => `${v.getDotPath(issue) ?? 'input'}: ${issue.message.slice(0, 200)}`);
				return {status: 'failed', text: cutText(`Invalid input: ${issues.join('; ')}`)};
			}

			try {
				return {status: 'ok', text: cutText(await run(parsed.output, signal))};
			} catch (error) {
				signal.throwIfAborted();
				return {status: error instanceof DeniedError ? 'denied' : 'failed', text: cutText(explainError(error))};
			}
		},
	};
}

/** Cut a text for the model, and say so. */
export function cutText(text: string, maxLength = maxCharacters): string {
	return text.length > maxLength ? `${text.slice(0, maxLength).toWellFormed()}\n[cut: ${text.length - maxLength} more characters]` : text;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'no such file or directory',
	ENOTDIR: 'a part of the path is not a directory',
	EISDIR: 'it is a directory',
	EACCES: 'permission denied',
	EPERM: 'operation not permitted',
	EROFS: 'the file system is read-only',
	ENOSPC: 'no space left on the disk',
	ENAMETOOLONG: 'the name is too long',
};

/** File system errors contain paths that mean nothing to the model. */
function explainError(thrown: unknown): string {
	const error: NodeJS.ErrnoException = asError(thrown);
	const {code = 'unknown error', message} = error;
	return error.path === undefined && message !== '' ? message : `Failed: ${reasons[code] ?? code}`;
}
