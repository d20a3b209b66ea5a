import {cleanText} from '../protocol/clean-text.js';
import {formatBytes} from './format-numbers.js';

const maxQuoteLength = 300;

/**
The beginning of foreign text as one clean line, about 300 characters at most, without the period at the end. It is cut between words, so that no secret is cut to something that nobody recognizes.
*/
export function quote(text: string): string {
	const line = cleanText(text.slice(0, 4 * maxQuoteLength)).trim();
	const isLong = text.length > 4 * maxQuoteLength || line.length > maxQuoteLength;
	return isLong ? `${line.slice(0, maxQuoteLength).replace(/\S*$/, '')}…` : line.replace(/\.$/, '') || 'nothing';
}

/** A request to a provider failed. `hint`: what to do. */
export function requestFailed(model: string, host: string, got: string, hint = ''): string {
	return `Expected an answer of ${model} from ${host}, got ${quote(got)}.${hint === '' ? '' : ` ${hint}`}`;
}

/** The model stopped without an answer. `reason`: the `stop_reason` of the Messages API. */
export function noAnswer(reason: string, explanation = ''): string {
	const known: Readonly<Record<string, string>> = {
		refusal: `but the model refused${explanation === '' ? '' : `: ${quote(explanation)}`}.`,
		max_tokens: 'but it is too long. Make the task smaller, or allow more tokens.',
		model_context_window_exceeded: 'but the text is too long for the model. Make the task smaller.',
	};
	return `Expected an answer, ${known[reason] ?? `but it stopped with ${quote(reason)}.`}`;
}

/** Why an attempt ended without an answer. */
export const attemptErrors = {
	emptyAnswer: 'Expected an answer, got an empty one.',
	timeout: (seconds: number) => `Expected an answer within ${seconds} s, got none. Make the task smaller, or allow more time.`,
	endless: (maxBytes: number) => `Expected an answer of at most ${formatBytes(maxBytes)}, got more. Check ANTHROPIC_BASE_URL.`,
	turns: (maxTurns: number) => `Expected an answer within ${maxTurns} turns, got only tool calls. Make the task smaller, or allow more turns.`,
	unknownCost: 'Expected a model with a known price, because there is a budget, but the cost of an answer is unknown. Choose another model, or remove the budget.',
	budgetSpent: (budgetUsd: number, spentUsd: number) => `The budget of $${budgetUsd} was spent before there was an answer: the attempt has cost $${spentUsd}.`,
	endedEarly: (reason: string) => `The attempt ended early: ${quote(reason)}.`,
} as const;
