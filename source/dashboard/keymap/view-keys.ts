import type {KeyBinding} from './key-binding.js';
import {keyContexts, type KeyContext} from '../view-state.js';

const scrolling: readonly KeyContext[] = ['list', 'detail', 'help'];
const looking: readonly KeyContext[] = ['list', 'detail'];

/** Help and the way out: the last hints to go in a narrow terminal. */
export const generalKeys: readonly KeyBinding[] = [
	{
		keys: ['?'],
		shown: '?',
		hint: 'help',
		rank: 100,
		help: 'show or leave this help',
		contexts: scrolling,
		run({navigator}) {
			navigator.toggleHelp();
		},
	},
	{
		keys: ['q'],
		shown: 'q',
		hint: 'quit',
		rank: 99,
		help: 'quit; asks while workers of this dashboard have tasks in progress',
		contexts: ['list'],
		run({actions: control}) {
			control.quit();
		},
	},
	{
		keys: ['q'],
		shown: 'q',
		hint: 'back',
		rank: 99,
		help: 'go back',
		contexts: ['detail', 'help'],
		run({navigator}) {
			navigator.back();
		},
	},
];

/** Keys for lists, details and the help. Lowercase looks. */
export const navigationKeys: readonly KeyBinding[] = [
	{
		keys: ['w'],
		shown: 'w',
		hint: 'worker',
		rank: 59,
		help: 'start a worker in this dashboard',
		contexts: looking,
		run({forms}) {
			forms.openForWorker();
		},
	},
	{
		keys: ['enter'],
		shown: 'enter',
		hint: 'open',
		rank: 70,
		help: 'open the selected row',
		contexts: ['list'],
		run({navigator}) {
			navigator.open();
		},
	},
	{
		keys: ['/'],
		shown: '/',
		hint: 'filter',
		rank: 45,
		help: 'filter the rows while you type',
		contexts: ['list'],
		run({navigator}) {
			navigator.editFilter();
		},
	},
	{
		keys: ['s'],
		shown: 's',
		hint: 'sort',
		rank: 30,
		help: 'sort by the next column',
		contexts: ['list'],
		run({navigator}) {
			navigator.sort();
		},
	},
	{
		keys: ['!'],
		shown: '!',
		hint: 'problems',
		rank: 40,
		help: 'go to the problems',
		contexts: ['list'],
		run({navigator}) {
			navigator.goToProblems();
		},
	},
	{
		keys: ['f'],
		shown: 'f',
		hint: 'follow',
		rank: 65,
		help: 'follow to what is linked: task, finding, worker',
		contexts: ['detail'],
		run({navigator}) {
			navigator.follow();
		},
	},
	{
		keys: ['escape'],
		shown: 'esc',
		hint: 'back',
		rank: 58,
		help: 'go back one level, clear the filter; never quits',
		contexts: keyContexts,
		run({navigator}) {
			navigator.back();
		},
	},
	{
		keys: ['up', 'k'],
		shown: '↑ k',
		help: 'up',
		contexts: scrolling,
		run({navigator}) {
			navigator.move('up');
		},
	},
	{
		keys: ['down', 'j'],
		shown: '↓ j',
		help: 'down',
		contexts: scrolling,
		run({navigator}) {
			navigator.move('down');
		},
	},
	{
		keys: ['pageup'],
		shown: 'PgUp',
		help: 'one page up',
		contexts: scrolling,
		run({navigator}) {
			navigator.move('page-up');
		},
	},
	{
		keys: ['pagedown', ' '],
		shown: 'PgDn space',
		help: 'one page down',
		contexts: scrolling,
		run({navigator}) {
			navigator.move('page-down');
		},
	},
	{
		keys: ['g', 'home'],
		shown: 'g Home',
		help: 'to the first row',
		contexts: scrolling,
		run({navigator}) {
			navigator.move('first');
		},
	},
	{
		keys: ['G', 'end'],
		shown: 'G End',
		help: 'to the last row',
		contexts: scrolling,
		run({navigator}) {
			navigator.move('last');
		},
	},
	{
		keys: ['tab', 'right'],
		shown: 'tab →',
		help: 'next view',
		contexts: ['list'],
		run({navigator}) {
			navigator.turn(1);
		},
	},
	{
		keys: ['shift-tab', 'left'],
		shown: 'shift-tab ←',
		help: 'previous view',
		contexts: ['list'],
		run({navigator}) {
			navigator.turn(-1);
		},
	},
	{
		keys: ['1', '2', '3', '4', '5', '6'],
		shown: '1-6',
		help: 'go to a view by its number',
		contexts: looking,
		run({navigator}, key) {
			navigator.goTo(Number(key) - 1);
		},
	},
];
