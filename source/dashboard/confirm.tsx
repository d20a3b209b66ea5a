import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean, cleanText} from '../protocol/clean-text.js';
import {fit} from '../terminal/fit.js';
import {Lines} from './lines.js';
import {Row} from './row.js';
import {scrollable} from './scrolled.js';
import type {Theme} from './theme.js';
import type {ConfirmLayer} from './view-state.js';

const answers = [['leave', 'Leave it'], ['do', 'Do it']] as const;

/** A question before something is destroyed: what it hits, and the two answers, below it, however little room there is. */
export function Confirm({layer, width, height, theme}: {readonly layer: ConfirmLayer; readonly width: number; readonly height: number; readonly theme: Theme}): ReactElement {
	const {question, focus} = layer;
	const lines = scrollable(question.lines.map(text => ({text, style: 'plain'})), width);
	const buttons = answers.map(([answer, label]) => {
		const button = clean`${answer === focus ? '▸' : ' '}[${label}]`;
		return answer === focus ? theme.select(button) : button;
	});
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${question.title}`, width), 'warning')}/>
			<Lines lines={lines.slice(0, Math.max(0, height - 3)).map(({text, style}) => ({text: clean` ${text}`, style}))} width={width} theme={theme}/>
			<Row line={cleanText('')}/>
			<Row line={` ${buttons.join('  ')}`}/>
		</Box>
	);
}
