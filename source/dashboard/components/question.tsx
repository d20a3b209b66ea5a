import {Box} from 'ink';
import type {ReactElement} from 'react';
import {clean} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import {wrapLines} from '../../views/lines.js';
import type {Theme} from '../../views/theme.js';
import type {QuestionLayer} from '../view-state.js';
import {MarginLines} from './lines.js';
import {Row} from './row.js';

/** A question with two answers, which stay visible in a small terminal. */
export function QuestionDialog({layer, width, height, theme}: {readonly layer: QuestionLayer; readonly width: number; readonly height: number; readonly theme: Theme}): ReactElement {
	const {question: {title, lines, confirm, dismiss = 'Cancel'}, focus} = layer;
	const buttons = ([['dismiss', dismiss], ['confirm', confirm]] as const).map(([answer, label]) => {
		const button = clean`${answer === focus ? '▸' : ' '}[${label}]`;
		return answer === focus ? theme.select(button) : button;
	});
	return (
		<Box flexDirection='column'>
			<Row line={theme.paint(fit(clean` ${title}`, width), 'warning')}/>
			<MarginLines lines={wrapLines(lines.map(text => ({text, style: 'plain'})), width - 2).slice(0, Math.max(0, height - 3))} width={width} theme={theme}/>
			<Row line=''/>
			<Row line={` ${buttons.join('  ')}`}/>
		</Box>
	);
}
