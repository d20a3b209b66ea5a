import {splash} from '../../dashboard/splash.js';
import {openTerminal} from '../../terminal/session.js';
import {defineCommand} from '../command.js';

/** The dashboard. */
export const command = defineCommand({
	name: 'dashboard',
	summary: 'the dashboard',
	arguments: [],
	flags: {},
	examples: ['haiku-swarm', 'haiku-swarm --redis rediss://user:password@redis.example:6380/0'],
	opensTerminal: true,
	async run({flags}) {
		const session = openTerminal();
		// Shown while Ink and the rest are loaded, which takes twice as long as all before.
		session.screen.write(splash.join('\n'));
		const {runDashboard} = await import('./run-dashboard.js');
		await runDashboard(flags, session);
	},
});
