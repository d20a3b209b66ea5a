import {Box, useStdout} from 'ink';
import {
	useCallback, useLayoutEffect, useSyncExternalStore, type ReactElement,
} from 'react';
import type {CleanText} from '../../protocol/clean-text.js';
import {fit} from '../../terminal/text-width.js';
import {greyed, type Theme} from '../../views/theme.js';
import type {Controller} from '../controller.js';
import {splash} from '../splash.js';
import {formRows, questionRows, textRows} from './dialogs.js';
import {headerRows} from './header.js';
import {bottomRow} from './hint-bar.js';
import {Rows} from './rows.js';
import {List} from './table.js';

/** Props of `App`. */
export type AppProps = {
	readonly controller: Controller;
	/** Address and kind of the server, as far as known: in full, then shorter and shorter. */
	readonly server: () => readonly CleanText[];
	readonly theme: Theme;
};

/** The height of the header and the bottom line. */
export const chromeRows = 3;

/** The dashboard. */
export function App({controller, server, theme}: AppProps): ReactElement {
	const {stdout} = useStdout();
	const subscribe = useCallback((onChange: () => void) => {
		const unsubscribe = controller.subscribe(onChange);
		stdout.on('resize', onChange);
		return () => {
			unsubscribe();
			stdout.off('resize', onChange);
		};
	}, [controller, stdout]);
	const frame = useSyncExternalStore(subscribe, () => controller.frame);
	useLayoutEffect(() => {
		controller.paint(frame);
	}, [controller, frame]);

	const {snapshot: {link}, state, size: {width, height}, body} = frame;
	const {layer, view} = state;
	if (body && layer.kind !== 'help' && link.state === 'connecting') {
		return <Rows rows={splash.map(line => fit(line, width))}/>;
	}

	// While disconnected the last values stay, greyed out.
	const area = {width, height, theme: link.state === 'lost' ? greyed(theme) : theme};
	return (
		<Box flexDirection='column' width={width} height={height + chromeRows}>
			<Rows rows={headerRows(frame, server(), width, theme)}/>
			{/* No `overflow`: everything in it is already cut to size, and Ink would slice every line again. */}
			<Box flexDirection='column' height={height}>
				{layer.kind === 'form' && <Rows rows={formRows(layer, area)}/>}
				{layer.kind === 'question' && <Rows rows={questionRows(layer, area)}/>}
				{body?.kind === 'text' && <Rows rows={textRows(body, area)}/>}
				{body?.kind === 'list' && <List key={view} body={body} {...area}/>}
			</Box>
			<Rows rows={[bottomRow(state, controller.selected(frame), width, theme)]}/>
		</Box>
	);
}
