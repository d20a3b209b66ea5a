import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import {displayWidth, fit} from '../../terminal/text-width.js';
import {aboutChoice} from '../forms/start-worker-form.js';
import {MarginLines} from './lines.js';
import {wrapLines} from './wrap-lines.js';
import {Row} from './row.js';
import {drawInput, textOf} from '../forms/text-input.js';
import type {Styled, Theme} from '../../views/theme.js';
import type {FormField, FormLayer} from '../view-state.js';

/** Props of `Form`. */
export type FormProps = {
	readonly layer: FormLayer;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** A form: a title, one line per field, and notes. */
export function Form({layer: {form: {title, labels, lines, isShown}, fields, focus, isBusy}, width, height, theme}: FormProps): ReactElement {
	const labelWidth = Math.max(...labels.map(label => displayWidth(label))) + 2;
	const shown = fields.map((field, index) => ({field, index, label: labels[index] ?? ''})).filter(({index}) => isShown(fields, index));
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${title}${isBusy ? ' …' : ''}`, width), 'strong')}/>
			{shown.map(({field, index, label}) => <Row key={label} line={fieldLine(field, label, index === focus, {labelWidth, inputWidth: width - labelWidth - 2, theme})}/>)}
			<MarginLines lines={wrapLines(lines(fields), width - 2).slice(0, Math.max(0, height - shown.length - 1))} width={width} theme={theme}/>
		</Box>
	);
}

type FieldLook = {readonly labelWidth: number; readonly inputWidth: number; readonly theme: Theme};

function fieldLine(field: FormField, label: string, isFocused: boolean, {labelWidth, inputWidth, theme}: FieldLook): Styled {
	const name = theme.paint(fit(cleanText(label), labelWidth), isFocused ? 'accent' : 'quiet');
	const value = field.kind === 'text' && isFocused ? drawInput(field.input, inputWidth, theme) : fit(valueText(field), inputWidth);
	return `${isFocused ? '▸' : ' '}${name}${value}`;
}

function valueText(field: FormField): CleanText {
	if (field.kind === 'text') {
		return cleanText(textOf(field.input));
	}

	const chosen = field.options[field.chosen];
	return chosen ? clean`‹ ${chosen.name} ›  ${aboutChoice(chosen)}` : cleanText('looking for executors …');
}
