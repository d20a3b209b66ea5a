import {Box} from 'ink';
import type {ReactElement} from 'react';
import {cleanText} from '../protocol/clean-text.js';
import {displayWidth, fit} from '../terminal/fit.js';
import {Lines} from './lines.js';
import {drawInput, textOf, type TextInput} from './text-input.js';
import {Row} from './row.js';
import type {Styled, Theme} from './theme.js';
import type {Line} from './view.js';

/** One field of a form. */
export type Field = {readonly label: string; readonly input: TextInput};

/** What a form draws. */
export type FormProps = {
	readonly title: string;
	/** Said below the fields. */
	readonly lines: readonly Line[];
	readonly fields: readonly Field[];
	/** Number of the field that is typed in. */
	readonly focus: number;
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
};

/** A form: a title, fields of one line each, and what there is to know. */
export function Form({title, lines, fields, focus, width, height, theme}: FormProps): ReactElement {
	const labelWidth = Math.max(...fields.map(({label}) => displayWidth(label))) + 2;
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(cleanText(` ${title}`), width), 'strong')}/>
			{fields.map((field, index) => <Row key={field.label} line={fieldLine(field, index === focus, {labelWidth, inputWidth: width - labelWidth - 2, theme})}/>)}
			<Lines lines={lines.slice(0, Math.max(0, height - fields.length - 1)).map(({text, style}) => ({text: cleanText(` ${text}`), style}))} width={width} theme={theme}/>
		</Box>
	);
}

type FieldLook = {readonly labelWidth: number; readonly inputWidth: number; readonly theme: Theme};

function fieldLine({label, input}: Field, isFocused: boolean, {labelWidth, inputWidth, theme}: FieldLook): Styled {
	const name = theme.paint(fit(cleanText(label), labelWidth), isFocused ? 'accent' : 'quiet');
	return `${isFocused ? '▸' : ' '}${name}${isFocused ? drawInput(input, inputWidth, theme) : fit(cleanText(textOf(input)), inputWidth)}`;
}
