import {toJsonSchema} from '@valibot/to-json-schema';
import * as v from 'valibot';
import {asError} from '../../../protocol/user-error.js';
import type {Tool, ToolResult} from './tool.js';

/** The most characters that a tool gives back. */
export const maxCharacters = 30_000;

/** What was asked for lies outside of what the worker allows. The message is for the model. */
export class DeniedError extends Error {
	override readonly name = 'DeniedError';
}

type Input<Fields extends v.ObjectEntries> = v.StrictObjectSchema<Fields, undefined>;

/** What makes a tool. */
export type ToolDefinition<Fields extends v.ObjectEntries> = Pick<Tool, 'name' | 'description'> & {
	/** Its input, field by field. What the model is told of it is made from this. */
	readonly fields: Fields;

	/**
	Do it, with input that has been checked.

	@returns The text for the model.
	@throws {DeniedError} when it is refused; any other error when it did not work.
	*/
	run(input: v.InferOutput<Input<Fields>>, signal: AbortSignal): Promise<string>;
};

/** Make a tool: one that checks its input, keeps its answer short, and turns errors into answers. */
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
				return answer('failed', `The input is not valid: ${parsed.issues.slice(0, 3).map(issue => explainIssue(issue)).join('; ')}`);
			}

			try {
				return answer('ok', await run(parsed.output, signal));
			} catch (error) {
				signal.throwIfAborted();
				return answer(error instanceof DeniedError ? 'denied' : 'failed', explainError(error));
			}
		},
	};
}

/** Cut a text to what a model is shown at most, and say so. */
export function cutText(text: string, most = maxCharacters): string {
	return text.length > most ? `${text.slice(0, most).toWellFormed()}\n[cut: ${text.length - most} more characters]` : text;
}

function answer(status: ToolResult['status'], text: string): ToolResult {
	return {status, text: cutText(text)};
}

function explainIssue(issue: v.BaseIssue<unknown>): string {
	return `${v.getDotPath(issue) ?? 'input'}: ${issue.message.slice(0, 200)}`;
}

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file or directory',
	ENOTDIR: 'a part of the path is not a directory',
	EISDIR: 'it is a directory',
	EACCES: 'the permission is missing',
	EPERM: 'the operation is not permitted',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	ENAMETOOLONG: 'the name is too long',
};

/** Errors of the file system name paths that mean nothing to a model: they are told by their codes. */
function explainError(thrown: unknown): string {
	const error: NodeJS.ErrnoException = asError(thrown);
	const {code = 'for an unknown reason', message} = error;
	return error.path === undefined && message !== '' ? message : `It did not work: ${reasons[code] ?? code}`;
}
