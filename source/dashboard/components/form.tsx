import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import {wrapLines} from '../../views/lines.js';
import type {Styled, Theme} from '../../views/theme.js';
import type {FormField, FormLayer} from '../forms/form.js';
import {aboutChoice} from '../forms/start-worker-form.js';
import {drawInput, textOf} from '../forms/text-input.js';
import {MarginLines} from './lines.js';
import {Row} from './row.js';

/** Props of `Form`. */
export type FormProps = {
	readonly layer: FormLayer;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** A form: a title, one row per field, and notes. */
export function Form({layer: {form: {title, labels, lines, isShown}, fields, focus, isBusy}, width, height, theme}: FormProps): ReactElement {
	const labelWidth = Math.max(...labels.map(label => displayWidth(label))) + 2;
	const fieldRow = (field: FormField, index: number): Styled => {
		const isFocused = index === focus;
		const label = theme.paint(fit(cleanText(labels[index] ?? ''), labelWidth), isFocused ? 'accent' : 'quiet');
		const inputWidth = width - labelWidth - 2;
		const value = field.kind === 'text' && isFocused ? drawInput(field.input, inputWidth, theme) : fit(valueText(field), inputWidth);
		return `${isFocused ? '▸' : ' '}${label}${value}`;
	};

	const shown = fields.map((field, index) => ({field, index})).filter(({index}) => isShown(fields, index));
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${title}${isBusy ? ' …' : ''}`, width), 'strong')}/>
			{shown.map(({field, index}) => <Row key={labels[index]} line={fieldRow(field, index)}/>)}
			<MarginLines lines={wrapLines(lines(fields), width - 2).slice(0, Math.max(0, height - shown.length - 1))} width={width} theme={theme}/>
		</Box>
	);
}

function valueText(field: FormField): CleanText {
	if (field.kind === 'text') {
		return cleanText(textOf(field.input));
	}

	const chosen = field.options[field.chosen];
	return chosen ? clean`‹ ${chosen.name} ›  ${aboutChoice(chosen)}` : cleanText('looking for executors …');
}
