import {Box, Text} from 'ink';
import type {ReactElement} from 'react';
import {cleanText} from '../protocol/clean-text.js';
import {displayWidth, fit} from '../terminal/fit.js';
import {Lines} from './lines.js';
import {drawInput, type TextInput} from './text-input.js';
import type {Theme} from './theme.js';
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
			<Text wrap='truncate'>{theme.paint(fit(cleanText(` ${title}`), width), 'strong')}</Text>
			{fields.map(({label, input}, index) => (
				<Text key={label} wrap='truncate'>
					{index === focus ? '▸' : ' '}
					{theme.paint(fit(cleanText(label), labelWidth), index === focus ? 'accent' : 'quiet')}
					{index === focus ? drawInput(input, width - labelWidth - 2, theme) : fit(cleanText(input.graphemes.join('')), width - labelWidth - 2)}
				</Text>
			))}
			<Lines lines={lines.slice(0, Math.max(0, height - fields.length - 1)).map(({text, style}) => ({text: cleanText(` ${text}`), style}))} width={width} theme={theme}/>
		</Box>
	);
}
