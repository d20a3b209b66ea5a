import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import {wrapLines, type Line} from '../../views/lines.js';
import type {Styled} from '../../views/theme.js';
import type {FormField, FormLayer} from '../forms/form.js';
import {aboutChoice} from '../forms/start-worker-form.js';
import {drawInput, textOf} from '../forms/text-input.js';
import type {TextBody} from '../frame.js';
import type {QuestionLayer} from '../view-state.js';
import {marginRows, type Area} from './rows.js';

/** A form: a title, one row per field, and notes. */
export function formRows({form: {title, labels, lines, isShown}, fields, focus, isBusy}: FormLayer, area: Area): readonly Styled[] {
	const {width, height, theme} = area;
	const labelWidth = Math.max(...labels.map(label => displayWidth(label))) + 2;
	const inputWidth = width - labelWidth - 2;
	const fieldRows = fields.flatMap((field, index): readonly Styled[] => {
		if (!isShown(fields, index)) {
			return [];
		}

		const isFocused = index === focus;
		const label = theme.paint(fit(cleanText(labels[index] ?? ''), labelWidth), isFocused ? 'accent' : 'quiet');
		const value = field.kind === 'text' && isFocused ? drawInput(field.input, inputWidth, theme) : fit(valueText(field), inputWidth);
		return [`${isFocused ? '▸' : ' '}${label}${value}`];
	});
	return [
		theme.paint(fit(clean` ${title}${isBusy ? ' …' : ''}`, width), 'strong'),
		...fieldRows,
		...wrappedRows(lines(fields), {...area, height: height - fieldRows.length - 1}),
	];
}

function valueText(field: FormField): CleanText {
	if (field.kind === 'text') {
		return cleanText(textOf(field.input));
	}

	const chosen = field.options[field.chosen];
	return chosen ? clean`‹ ${chosen.name} ›  ${aboutChoice(chosen)}` : cleanText('looking for executors …');
}

/** A question with two answers, which stay visible in a small terminal. */
export function questionRows({question: {title, lines, confirm, dismiss = 'Cancel'}, focus}: QuestionLayer, area: Area): readonly Styled[] {
	const {width, height, theme} = area;
	const buttons = ([['dismiss', dismiss], ['confirm', confirm]] as const).map(([answer, label]) => {
		const button = clean`${answer === focus ? '▸' : ' '}[${label}]`;
		return answer === focus ? theme.select(button) : button;
	});
	return [
		theme.paint(fit(clean` ${title}`, width), 'warning'),
		...wrappedRows(lines.map(text => ({text, style: 'plain'})), {...area, height: height - 3}),
		'',
		` ${buttons.join('  ')}`,
	];
}

function wrappedRows(lines: readonly Line[], area: Area): readonly Styled[] {
	return marginRows(wrapLines(lines, area.width - 2).slice(0, Math.max(0, area.height)), area);
}

/** A scrolling text under its title. */
export function textRows({title, lines, from, lastFrom}: TextBody, area: Area): readonly Styled[] {
	const to = from + Math.max(1, area.height - 1);
	const position = lastFrom > 0 ? clean`  ${from + 1}-${Math.min(lines.length, to)} of ${lines.length}` : '';
	return [area.theme.paint(fit(clean` ${title}${position}`, area.width), 'strong'), ...marginRows(lines.slice(from, to), area)];
}
