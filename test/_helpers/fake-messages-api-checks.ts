import {isRecord} from '../../source/protocol/lenient-values.js';

const knownFields = new Set([
	'model',
	'max_tokens',
	'messages',
	'system',
	'tools',
	'tool_choice',
	'stream',
	'stop_sequences',
	'temperature',
	'top_p',
	'top_k',
	'metadata',
	'service_tier',
	'thinking',
	'container',
	'inference_geo',
	'output_config',
	'cache_control',
]);
const knownBlockFields: Readonly<Record<string, readonly string[]>> = {
	text: ['type', 'text', 'citations', 'cache_control'],
	tool_use: ['type', 'id', 'name', 'input', 'caller', 'cache_control'],
	tool_result: ['type', 'tool_use_id', 'content', 'is_error', 'cache_control'],
	thinking: ['type', 'thinking', 'signature'],
};

type Block = Readonly<Record<string, unknown>>;
type Turn = {readonly role: unknown; readonly blocks: readonly Block[]};

/**
What the Messages API would say against the body of a request, or `null`. The texts follow the real ones.

@param isBeta With a beta header there may be fields that this server does not know.
@param wantsMaxTokens Counting tokens needs no `max_tokens`.
*/
export function complaintAbout(body: unknown, {isBeta, wantsMaxTokens}: {readonly isBeta: boolean; readonly wantsMaxTokens: boolean}): string | null {
	if (!isRecord(body)) {
		return 'The request body is not valid JSON.';
	}

	if (typeof body.model !== 'string') {
		return 'model: Field required';
	}

	if (wantsMaxTokens && !(Number.isInteger(body.max_tokens) && Number(body.max_tokens) > 0)) {
		return body.max_tokens === undefined ? 'max_tokens: Field required' : 'max_tokens: Input should be greater than or equal to 1';
	}

	if (!Array.isArray(body.messages)) {
		return 'messages: Field required';
	}

	// A server without memory cannot continue a thread, and says so rather than to answer half a conversation.
	const unknown = Object.keys(body).find(field => field === 'thread' || (!isBeta && !knownFields.has(field)));
	return unknown === undefined
		? complaintAboutTools(body) ?? complaintAboutMessages(body.messages, isBeta) ?? complaintAboutCaching(body)
		: `${unknown}: Extra inputs are not permitted`;
}

function complaintAboutTools({tools = [], messages}: Block): string | null {
	if (!Array.isArray(tools)) {
		return 'tools: Input should be a valid list';
	}

	const names = tools.map(tool => isRecord(tool) ? tool.name : undefined);
	const wrong = names.findIndex(name => typeof name !== 'string' || !/^[\w-]{1,128}$/.test(name));
	if (wrong !== -1) {
		return `tools.${wrong}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
	}

	// Tools of the server have a type, those of the client a schema.
	const formless = tools.findIndex(tool => isRecord(tool) && tool.type === undefined && !(isRecord(tool.input_schema) && tool.input_schema.type === 'object'));
	if (formless !== -1) {
		return `tools.${formless}.custom.input_schema: Field required`;
	}

	if (new Set(names).size < names.length) {
		return 'tools: Tool names must be unique.';
	}

	return tools.length === 0 && /"type":"tool_(?:use|result)"/.test(JSON.stringify(messages)) ? 'Requests which include `tool_use` or `tool_result` blocks must define tools.' : null;
}

function complaintAboutMessages(messages: readonly unknown[], isBeta: boolean): string | null {
	const turns: Turn[] = [];
	for (const [index, message] of messages.entries()) {
		if (!isRecord(message) || !['user', 'assistant', 'system'].includes(String(message.role))) {
			return `messages.${index}.role: Input should be 'user' or 'assistant'`;
		}

		const blocks = typeof message.content === 'string' ? [{type: 'text', text: message.content}] : message.content;
		if (!Array.isArray(blocks) || !blocks.every(block => isRecord(block))) {
			return `messages.${index}.content: Input should be a valid list`;
		}

		if (blocks.length === 0) {
			return `messages.${index}: all messages must have non-empty content except for the optional final assistant message`;
		}

		const complaint = complaintAboutBlocks(blocks, index, isBeta);
		if (complaint !== null) {
			return complaint;
		}

		// Two turns of the same role in a row are taken as one.
		const last = turns.at(-1);
		if (last && last.role === message.role) {
			turns[turns.length - 1] = {role: last.role, blocks: [...last.blocks, ...blocks]};
		} else {
			turns.push({role: message.role, blocks});
		}
	}

	if (turns[0]?.role !== 'user') {
		return turns.length === 0 ? 'messages: at least one message is required' : 'messages: first message must use the "user" role';
	}

	return complaintAboutToolUses(turns.filter(({role}) => role !== 'system'));
}

function complaintAboutBlocks(blocks: readonly Block[], index: number, isBeta: boolean): string | null {
	for (const [position, block] of blocks.entries()) {
		if (block.type === 'text' && (typeof block.text !== 'string' || block.text === '')) {
			return 'messages: text content blocks must be non-empty';
		}

		const known = knownBlockFields[String(block.type)];
		const unknown = isBeta || known === undefined ? undefined : Object.keys(block).find(field => !known.includes(field));
		if (unknown !== undefined) {
			return `messages.${index}.content.${position}.${String(block.type)}.${unknown}: Extra inputs are not permitted`;
		}
	}

	return null;
}

/** Every call is answered in the next turn, before anything else in it, and nothing else is. */
function complaintAboutToolUses(turns: readonly Turn[]): string | null {
	for (const [index, {role, blocks}] of turns.entries()) {
		const asked = role === 'assistant' ? idsIn(blocks, 'tool_use', 'id') : [];
		const next = turns[index + 1]?.blocks ?? [];
		const leading = next.slice(0, next.findLastIndex(({type}) => type === 'tool_result') + 1);
		const answered = leading.every(({type}) => type === 'tool_result') ? idsIn(next, 'tool_result', 'tool_use_id') : [];
		const open = asked.filter(id => !answered.includes(id));
		if (open.length > 0) {
			return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. `
				+ 'Each `tool_use` block must have a corresponding `tool_result` block in the next message.';
		}

		if (new Set(asked).size < asked.length) {
			return 'messages: `tool_use` ids must be unique';
		}

		const previous = index === 0 ? [] : idsIn(turns[index - 1]?.blocks ?? [], 'tool_use', 'id');
		const stray = idsIn(blocks, 'tool_result', 'tool_use_id').find(id => !previous.includes(id));
		if (stray !== undefined) {
			return `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. `
				+ 'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.';
		}
	}

	return null;
}

function idsIn(blocks: readonly Block[], type: string, field: string): readonly string[] {
	return blocks.filter(block => block.type === type).map(block => String(block[field]));
}

function complaintAboutCaching({system, tools, messages}: Block): string | null {
	const marks = JSON.stringify([system, tools, messages]).match(/"cache_control":{/g)?.length ?? 0;
	return marks > 4 ? `A maximum of 4 blocks with cache_control may be provided. Found ${marks}.` : null;
}
