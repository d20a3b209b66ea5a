import {Box, useStdout} from 'ink';
import {
	useCallback, useLayoutEffect, useSyncExternalStore, type ReactElement,
} from 'react';
import type {CleanText} from '../../protocol/clean-text.js';
import {greyed, type Theme} from '../../views/theme.js';
import type {Controller} from '../controller.js';
import {splash} from '../splash.js';
import {contextOf} from '../view-state.js';
import {Form} from './form.js';
import {Header} from './header.js';
import {HintBar} from './hint-bar.js';
import {Lines} from './lines.js';
import {List} from './list.js';
import {QuestionDialog} from './question.js';
import {ScrollingText} from './scrolling-text.js';

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
		return <Lines lines={splash} width={width} theme={theme}/>;
	}

	// While disconnected the last values stay, greyed out.
	const props = {width, height, theme: link.state === 'lost' ? greyed(theme) : theme};
	return (
		<Box flexDirection='column' width={width} height={height + chromeRows}>
			<Header frame={frame} server={server()} width={width} theme={theme}/>
			{/* No `overflow`: everything in it is already cut to size, and Ink would slice every line again. */}
			<Box flexDirection='column' height={height}>
				{layer.kind === 'form' && <Form layer={layer} {...props}/>}
				{layer.kind === 'question' && <QuestionDialog layer={layer} {...props}/>}
				{body?.kind === 'text' && <ScrollingText body={body} {...props}/>}
				{body?.kind === 'list' && <List key={view} body={body} {...props}/>}
			</Box>
			<HintBar context={contextOf(state)} selected={controller.selected(frame)} toast={state.toast} width={width} theme={theme}/>
		</Box>
	);
}
