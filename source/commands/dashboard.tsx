import {setImmediate as nextTurn, setTimeout as delay} from 'node:timers/promises';
import {render} from 'ink';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {SwarmStore} from '../store/swarm-store.js';
import type {TerminalSession} from '../terminal/session.js';
import type {SwarmEvent} from '../swarm/events.js';
import type {Actions} from '../ui/actions.js';
import {App, chromeRows} from '../ui/app.js';
import {Controller} from '../ui/controller.js';
import {themeFor} from '../ui/theme.js';
import type {CommonFlags} from './connect.js';

const frameEveryMs = 100;
const unfocusedFrameEveryMs = 1000;
// A frame that took long is followed by a pause: drawing never takes more than a quarter of a core.
const pausePerFrame = 3;
const drainGraceMs = 5000;

/**
The dashboard: the screen first, then the link, then the swarm.

@param session The terminal, which it gives back before it returns.
@throws {UserError} when there is no Redis.
*/
export async function runDashboard(flags: CommonFlags, session: TerminalSession): Promise<void> {
	const store = new SwarmStore({nowMs: Date.now()});
	const ended = new AbortController();
	const signal = AbortSignal.any([session.signal, ended.signal]);
	const state: DashboardState = {server: cleanText('looking for a Redis'), actions: null, close: null};
	const controller = new Controller({
		snapshot: () => store.snapshot,
		size: () => ({width: session.size.columns, height: Math.max(1, session.size.rows - chromeRows)}),
		actions: () => state.actions,
		quit() {
			ended.abort();
		},
		repaint() {
			session.screen.repaint();
		},
	});
	const app = render(<App store={store} controller={controller} server={() => state.server} theme={themeFor()} subscribePaste={session.onPaste}/>, session.ink);
	signal.addEventListener('abort', () => {
		app.unmount();
	}, {once: true});
	try {
		await Promise.all([drawLoop(store, session, signal), watchSwarm(flags, store, state, signal), app.waitUntilExit()]);
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		ended.abort();
		await session.leave();
		await state.close?.();
	}
}

type DashboardState = {
	/** What the header says of the server. */
	server: CleanText;
	actions: Actions | null;
	/** Ends what the link was used for, then the link. */
	close: (() => Promise<void>) | null;
};

/** Get a link and follow the swarm. All this is loaded after the first frame, which needs none of it. */
async function watchSwarm(flags: CommonFlags, store: SwarmStore, state: DashboardState, signal: AbortSignal): Promise<void> {
	await nextTurn();
	const [{connectSwarm}, {observe}, {describeAddress}, {dashboardActions}] = await Promise.all([
		import('./connect.js'), import('../swarm/observe.js'), import('../redis/address.js'), import('./dashboard-actions.js'),
	]);
	const {connection, ownServer} = await connectSwarm(flags, signal, true);
	const onEvents = (events: readonly SwarmEvent[]) => {
		store.apply(events, Date.now());
	};

	const actions = dashboardActions({
		connection,
		note(event) {
			onEvents([event]);
		},
	});
	state.server = clean`${describeAddress(connection.address)}  ${connection.server.name} ${connection.server.version}${ownServer ? ', started here' : ''}`;
	state.actions = actions;
	state.close = async () => {
		await actions.drainAll(drainGraceMs);
		await connection.close();
		await ownServer?.stop();
	};

	await observe({connection, signal, onEvents});
}

/** Draw what is new, at most ten times a second, once a second while nobody looks. */
async function drawLoop(store: SwarmStore, session: TerminalSession, signal: AbortSignal): Promise<void> {
	let isFocused = true;
	const stop = session.onFocus(focused => {
		isFocused = focused;
	});
	try {
		for (;;) {
			const startMs = performance.now();
			store.flush(Date.now());
			const frameMs = performance.now() - startMs;
			await delay(Math.max(isFocused ? frameEveryMs : unfocusedFrameEveryMs, frameMs * pausePerFrame), undefined, {signal});
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		stop();
	}
}
