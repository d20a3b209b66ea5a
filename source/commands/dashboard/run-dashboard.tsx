import process from 'node:process';
import {setImmediate as nextTurn, setTimeout as delay} from 'node:timers/promises';
import {render} from 'ink';
import {App, chromeRows} from '../../dashboard/components/app.js';
import {Controller} from '../../dashboard/controller.js';
import {SwarmStore} from '../../store/swarm-store.js';
import type {TerminalSession} from '../../terminal/session.js';
import {countOf} from '../../text/count-of.js';
import {themeFor} from '../../views/theme.js';
import type {CommonFlags} from '../command.js';
import type {FollowedSwarm} from './follow-swarm.js';

const frameEveryMs = 125;
const unfocusedFrameEveryMs = 1000;
// Drawing never takes more than a quarter of a core.
const pausePerFrame = 3;
const drainGraceMs = 5000;

/** Run the dashboard: first the screen, then the connection, then the swarm. @throws {UserError} if there is no Redis. */
export async function runDashboard(flags: CommonFlags, session: TerminalSession): Promise<never> {
	const {signal, screen, stop} = session;
	const store = new SwarmStore({nowMs: Date.now()});
	let isFocused = true;
	let followed: FollowedSwarm | null = null;
	const controller = new Controller({
		store,
		size: () => ({width: screen.columns, height: Math.max(1, screen.rows - chromeRows)}),
		link: () => followed?.link ?? null,
		workdir: process.cwd(),
		quit() {
			stop('quit');
		},
		repaint() {
			screen.repaint();
		},
	});
	const app = render(<App controller={controller} server={() => followed?.server ?? []} theme={themeFor()}/>, session.ink);
	session.listen(event => {
		if (event.kind === 'key') {
			controller.press(event.name);
		} else if (event.kind === 'paste') {
			controller.paste(event.text);
		} else {
			isFocused = event.isFocused;
		}
	});
	signal.addEventListener('abort', () => {
		app.unmount();
	}, {once: true});
	const follow = async () => {
		// Loaded after the first frame, which needs none of it.
		await nextTurn();
		const {followSwarm} = await import('./follow-swarm.js');
		followed = await followSwarm(flags, store, signal);
		await followed.ended;
	};

	try {
		await Promise.all([drawLoop(store, () => isFocused, signal), follow(), app.waitUntilExit()]);
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		stop('quit');
		await session.leave();
		await closeSwarm(followed, signal.reason === 'SIGHUP' ? 0 : drainGraceMs);
	}

	return session.exit();
}

async function closeSwarm(followed: FollowedSwarm | null, graceMs: number): Promise<void> {
	const busy = followed?.link.localWorkers.list().reduce((sum, worker) => sum + worker.busy, 0) ?? 0;
	if (busy > 0 && graceMs > 0) {
		process.stderr.write(`${countOf(busy, 'task')} in progress: waiting up to ${graceMs / 1000} seconds, then releasing. Ctrl-C quits at once.\n`);
	}

	await followed?.close(graceMs);
}

/** Draw changes at most eight times a second; once a second while the terminal is not focused. */
async function drawLoop(store: SwarmStore, isFocused: () => boolean, signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		const startMs = performance.now();
		store.flush(Date.now());
		// React draws at the end of this turn.
		await nextTurn();
		const frameMs = performance.now() - startMs;
		await delay(Math.max(isFocused() ? frameEveryMs : unfocusedFrameEveryMs, frameMs * pausePerFrame), undefined, {signal}).catch(() => undefined);
	}
}
