import {Box} from 'ink';
import {useLayoutEffect, useSyncExternalStore, type ReactElement} from 'react';
import type {CleanText} from '../../protocol/clean-text.js';
import {Confirm} from './question.js';
import type {Controller} from '../controller.js';
import {Form} from './form.js';
import {Header} from './header.js';
import {HintBar} from './hint-bar.js';
import {Lines} from './lines.js';
import {List} from './list.js';
import {Scrolled} from './scrolling-text.js';
import {splash} from '../splash.js';
import {greyed, type Theme} from '../../views/theme.js';
import {useTerminalSize} from './use-terminal-size.js';
import {contextOf} from '../view-state.js';

/** What the dashboard is drawn from. */
export type AppProps = {
	readonly controller: Controller;
	/** Address and kind of the server, as far as they are known: in full, then shorter and shorter. */
	readonly server: () => readonly CleanText[];
	readonly theme: Theme;
};

/** Rows that the header and the bottom line take. */
export const chromeRows = 3;

/** The dashboard. */
export function App({controller, server, theme}: AppProps): ReactElement {
	const {width, height} = useTerminalSize();
	const frame = useSyncExternalStore(controller.subscribe, () => controller.frame);
	useLayoutEffect(() => {
		controller.paint(frame);
	}, [controller, frame]);

	const {
		snapshot, state, body, target, facts,
	} = frame;
	const {layer, view} = state;
	// While the link is down the last values stay, but in grey: they are old.
	const size = {width, height: frame.size.height, theme: snapshot.link.state === 'lost' ? greyed(theme) : theme};
	if (body && layer.kind !== 'help' && snapshot.link.state === 'connecting') {
		return <Lines lines={splash} width={width} theme={theme}/>;
	}

	return (
		<Box flexDirection='column' width={width} height={height}>
			<Header frame={frame} server={server()} width={width} theme={theme}/>
			{/* Everything in it is cut to size already: `overflow` would make Ink slice every line again. */}
			<Box flexDirection='column' height={size.height}>
				{layer.kind === 'form' && <Form layer={layer} {...size}/>}
				{layer.kind === 'confirm' && <Confirm layer={layer} {...size}/>}
				{body?.kind === 'text' && <Scrolled body={body} {...size}/>}
				{body?.kind === 'list' && <List key={view} body={body} {...size}/>}
			</Box>
			<HintBar context={contextOf(state)} selected={{target, facts, scene: controller.scene}} toast={state.toast} width={width} theme={theme}/>
		</Box>
	);
}
