import {Box} from 'ink';
import {useMemo, useSyncExternalStore, type ReactElement} from 'react';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {SwarmStore} from '../store/swarm-store.js';
import {Confirm} from './confirm.js';
import type {Controller} from './controller.js';
import {DrawnSnapshot} from './drawn-snapshot.js';
import {Form} from './form.js';
import {forms} from './forms/all.js';
import {Header} from './header.js';
import {helpLines} from './help.js';
import {HintBar} from './hint-bar.js';
import {Lines} from './lines.js';
import {List} from './list.js';
import {Scrolled} from './scrolled.js';
import {splash} from './splash.js';
import {textOf} from './text-input.js';
import {greyed, type Theme} from './theme.js';
import {useTerminalSize} from './use-terminal-size.js';
import {contextOf} from './view-state.js';

/** What the dashboard is drawn from. */
export type AppProps = {
	readonly store: SwarmStore;
	readonly controller: Controller;
	/** Address and kind of the server, as far as they are known: as a whole, then in fewer and fewer words. */
	readonly server: () => readonly CleanText[];
	readonly theme: Theme;
};

/** Rows that the header and the bottom line take. */
export const chromeRows = 3;

/** The dashboard. */
export function App({store, controller, server, theme}: AppProps): ReactElement {
	const {width, height} = useTerminalSize();
	const size = {width, height: Math.max(1, height - chromeRows)};
	const drawn = useMemo(() => new DrawnSnapshot(), []);
	const state = useSyncExternalStore(controller.subscribe, () => controller.state);
	const snapshot = useSyncExternalStore(store.subscribe, () => drawn.of(store.snapshot, controller, size));

	const {layer} = state;
	// While the link is down the last values stay, but nobody shall take them for the present.
	const body = {...size, theme: snapshot.link.state === 'lost' ? greyed(theme) : theme};
	const isOverList = layer.kind === 'none' || layer.kind === 'filter';
	const {details} = controller;
	if (isOverList && snapshot.link.state === 'connecting') {
		return <Lines lines={splash} width={width} theme={theme}/>;
	}

	const filter = layer.kind === 'filter' ? `${textOf(layer.input)}_` : controller.list.filter;
	return (
		<Box flexDirection='column' width={width} height={height}>
			<Header snapshot={snapshot} server={server()} view={state.view} filter={filter} width={width} theme={theme}/>
			{/* Everything in it is cut to size already: `overflow` would make Ink slice every line again. */}
			<Box flexDirection='column' height={body.height}>
				{layer.kind === 'help' && <Scrolled title={cleanText('Keys')} lines={helpLines()} scroll={layer.scroll} {...body}/>}
				{layer.kind === 'form' && <Form definition={forms[layer.form]} layer={layer} {...body}/>}
				{layer.kind === 'confirm' && <Confirm layer={layer} {...body}/>}
				{isOverList
					? (details
						? <Scrolled title={clean`${details.title}`} lines={details.lines} scroll={state.details.at(-1)?.scroll ?? 0} {...body}/>
						: <List key={controller.view.name} view={controller.view} snapshot={snapshot} selection={controller.list} index={controller.index} {...body}/>)
					: null}
			</Box>
			<HintBar context={contextOf(state)} target={controller.target?.kind ?? null} toast={state.toast} width={width} theme={theme}/>
		</Box>
	);
}
