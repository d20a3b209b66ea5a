import process from 'node:process';
import {setImmediate as nextTurn, setTimeout as delay} from 'node:timers/promises';
import {render} from 'ink';
import {SwarmStore} from '../../store/swarm-store.js';
import type {TerminalSession} from '../../terminal/session.js';
import {App, chromeRows} from '../../dashboard/components/app.js';
import {Controller} from '../../dashboard/controller.js';
import {themeFor} from '../../views/theme.js';
import type {CommonFlags} from '../command.js';
import type {FollowedSwarm} from './follow-swarm.js';

const frameEveryMs = 125;
const unfocusedFrameEveryMs = 1000;
// A frame that took long is followed by a pause: drawing never takes more than a quarter of a core.
const pausePerFrame = 3;

/**
The dashboard: the screen first, then the link, then the swarm.

@param session The terminal, which is as it was before when this ends.
@throws {UserError} when there is no Redis.
*/
export async function runDashboard(flags: CommonFlags, session: TerminalSession): Promise<never> {
	const store = new SwarmStore({nowMs: Date.now()});
	const ended = new AbortController();
	const signal = AbortSignal.any([session.signal, ended.signal]);
	// A `let` would be taken for never set: the assignment is in a function.
	const link: {followed: FollowedSwarm | null} = {followed: null};
	const controller = new Controller({
		store,
		size: () => ({width: session.size.columns, height: Math.max(1, session.size.rows - chromeRows)}),
		link: () => link.followed?.link ?? null,
		workdir: process.cwd(),
		quit() {
			ended.abort();
		},
		repaint() {
			session.screen.repaint();
		},
	});
	const app = render(<App controller={controller} server={() => link.followed?.server ?? []} theme={themeFor()}/>, session.ink);
	let isFocused = true;
	session.listen(event => {
		switch (event.kind) {
			case 'key': {
				controller.press(event.name);
				break;
			}

			case 'paste': {
				controller.paste(event.text);
				break;
			}

			case 'focus': {
				isFocused = event.isFocused;
				break;
			}
		}
	});
	signal.addEventListener('abort', () => {
		app.unmount();
	}, {once: true});
	try {
		await Promise.all([drawLoop(store, () => isFocused, signal), follow(), app.waitUntilExit()]);
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	} finally {
		ended.abort();
		await session.leave();
		sayWhatIsInHand(link.followed);
		await link.followed?.close();
	}

	return session.exit();

	async function follow() {
		// All this is loaded after the first frame, which needs none of it.
		await nextTurn();
		const {followSwarm} = await import('./follow-swarm.js');
		link.followed = await followSwarm(flags, store, signal);
		await link.followed.ended;
	}
}

/** Leaving may take some seconds then. */
function sayWhatIsInHand(followed: FollowedSwarm | null): void {
	const busy = followed?.link.localWorkers.list().reduce((sum, worker) => sum + worker.busy, 0) ?? 0;
	if (busy > 0) {
		process.stderr.write(`The workers started here have ${busy} ${busy === 1 ? 'task' : 'tasks'} in hand: what is not done in 5 seconds is given back.\n`);
	}
}

/** Draw what is new, at most eight times a second, once a second while nobody looks. */
async function drawLoop(store: SwarmStore, isFocused: () => boolean, signal: AbortSignal): Promise<void> {
	try {
		for (;;) {
			const startMs = performance.now();
			store.flush(Date.now());
			// React draws when the present turn is over.
			await nextTurn();
			const frameMs = performance.now() - startMs;
			await delay(Math.max(isFocused() ? frameEveryMs : unfocusedFrameEveryMs, frameMs * pausePerFrame), undefined, {signal});
		}
	} catch (error) {
		if (!signal.aborted) {
			throw error;
		}
	}
}
