/**
Every key, in one table: what is dispatched, the bottom line, the help and the readme's table all come from here.
*/
import type {Target} from './view.js';

/** Where a key is pressed: in a list, in the details of something, in the help, while a filter is typed, in a form, in a question. */
export const keyContexts = ['list', 'detail', 'help', 'filter', 'form', 'confirm'] as const;

/** One of `keyContexts`. */
export type KeyContext = (typeof keyContexts)[number];

/** What happens to a task or a worker: the selected one in a list, else the one whose details are open. */
export type Act = 'rescue' | 'cancel' | 'retry' | 'pause' | 'drain' | 'abort';

/** What a key does. */
export type Command
	= | 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last' | 'next-view' | 'previous-view' | 'view' | 'open' | 'back' | 'follow' | 'filter' | 'sort'
		| 'problems' | 'publish' | 'start-worker' | 'change-budget' | 'repaint' | 'help' | 'quit' | 'leave' | 'next-field' | 'submit' | 'keep-filter' | 'other-choice' | 'choose' | 'yes' | Act;

/** One line of the table. */
export type KeyBinding = {
	readonly command: Command;
	/** Names as in terminal/key-names.ts. */
	readonly keys: readonly string[];
	/** How the keys are shown. */
	readonly shown: string;
	/** For the bottom line; without it the key stands in the help only. */
	readonly hint?: string;
	/** The higher, the longer it stays in the bottom line of a narrow terminal. */
	readonly rank?: number;
	/** What must be selected or open for the hint to be shown. Default: anything or nothing. */
	readonly hintOn?: ReadonlyArray<Target['kind']>;
	/** For the help and the readme. */
	readonly help: string;
	readonly contexts: readonly KeyContext[];
};

const scrolling: readonly KeyContext[] = ['list', 'detail', 'help'];
const acting: readonly KeyContext[] = ['list', 'detail'];

/** The table. Lowercase looks, UPPERCASE acts. */
export const keyBindings: readonly KeyBinding[] = [
	{
		command: 'help', keys: ['?'], shown: '?', hint: 'help', rank: 100, help: 'show or leave this help', contexts: scrolling,
	},
	{
		command: 'quit', keys: ['q'], shown: 'q', hint: 'quit', rank: 99, help: 'quit; in details and in the help: back', contexts: scrolling,
	},
	{
		command: 'publish', keys: ['n'], shown: 'n', hint: 'new task', rank: 60, help: 'write a new task and publish it', contexts: ['list'],
	},
	{
		command: 'start-worker', keys: ['w'], shown: 'w', hint: 'worker', rank: 55, help: 'start a worker in this process', contexts: ['list'],
	},
	{
		command: 'rescue',
		keys: ['R'],
		shown: 'R',
		hint: 'rescue',
		rank: 54,
		hintOn: ['task'],
		help: 'rescue a task: take it from a holder that has fallen silent, and announce it again',
		contexts: acting,
	},
	{
		command: 'retry', keys: ['T'], shown: 'T', hint: 'retry', rank: 53, hintOn: ['task'], help: 'try a task again that was set aside or cancelled', contexts: acting,
	},
	{
		command: 'cancel', keys: ['C'], shown: 'C', hint: 'cancel', rank: 52, hintOn: ['task'], help: 'cancel a task; asks first', contexts: acting,
	},
	{
		command: 'pause', keys: ['P'], shown: 'P', hint: 'pause', rank: 54, hintOn: ['worker'], help: 'pause a worker of ours, or let it go on', contexts: acting,
	},
	{
		command: 'drain',
		keys: ['S'],
		shown: 'S',
		hint: 'stop',
		rank: 53,
		hintOn: ['worker'],
		help: 'stop a worker, or else all that run here: finish what is in hand, then leave; asks where it runs elsewhere',
		contexts: acting,
	},
	{
		command: 'abort',
		keys: ['K'],
		shown: 'K',
		hint: 'abort',
		rank: 51,
		hintOn: ['task', 'worker'],
		help: 'stop a worker now, or the attempt at a task; what was in hand is given back; asks first',
		contexts: acting,
	},
	{
		command: 'change-budget', keys: ['B'], shown: 'B', hint: 'budget', rank: 20, help: 'change the budget of the swarm', contexts: ['list'],
	},
	{
		command: 'open', keys: ['enter'], shown: 'enter', hint: 'open', rank: 70, help: 'open the selected row', contexts: ['list'],
	},
	{
		command: 'filter', keys: ['/'], shown: '/', hint: 'filter', rank: 50, help: 'filter the rows by text while you type', contexts: ['list'],
	},
	{
		command: 'sort', keys: ['s'], shown: 's', hint: 'sort', rank: 30, help: 'sort by the next column', contexts: ['list'],
	},
	{
		command: 'problems', keys: ['!'], shown: '!', hint: 'problems', rank: 40, help: 'go to the problems', contexts: ['list'],
	},
	{
		command: 'follow', keys: ['f'], shown: 'f', hint: 'follow', rank: 65, help: 'go on to what belongs to it: task, finding, worker', contexts: ['detail'],
	},
	{
		command: 'back', keys: ['escape'], shown: 'esc', hint: 'back', rank: 58, help: 'go back one level, drop the filter; never quits', contexts: keyContexts,
	},
	{
		command: 'up', keys: ['up', 'k'], shown: '↑ k', help: 'up', contexts: scrolling,
	},
	{
		command: 'down', keys: ['down', 'j'], shown: '↓ j', help: 'down', contexts: scrolling,
	},
	{
		command: 'page-up', keys: ['pageup'], shown: 'PgUp', help: 'a page up', contexts: scrolling,
	},
	{
		command: 'page-down', keys: ['pagedown', ' '], shown: 'PgDn space', help: 'a page down', contexts: scrolling,
	},
	{
		command: 'first', keys: ['g', 'home'], shown: 'g Home', help: 'to the first row', contexts: scrolling,
	},
	{
		command: 'last', keys: ['G', 'end'], shown: 'G End', help: 'to the last row', contexts: scrolling,
	},
	{
		command: 'next-view', keys: ['tab', 'right'], shown: 'tab →', help: 'the next view', contexts: ['list'],
	},
	{
		command: 'previous-view', keys: ['shift-tab', 'left'], shown: 'shift-tab ←', help: 'the view before', contexts: ['list'],
	},
	{
		command: 'view', keys: ['1', '2', '3', '4', '5', '6'], shown: '1-6', help: 'to the view with this number', contexts: ['list', 'detail'],
	},
	{
		command: 'keep-filter', keys: ['enter'], shown: 'enter', hint: 'keep', rank: 80, help: 'keep the filter and go back to the rows', contexts: ['filter'],
	},
	{
		command: 'submit', keys: ['enter'], shown: 'enter', hint: 'go', rank: 80, help: 'do it; in a new task, the next field first', contexts: ['form'],
	},
	{
		command: 'next-field',
		keys: ['tab', 'down', 'up', 'shift-tab'],
		shown: 'tab ↓ ↑',
		hint: 'next field',
		rank: 70,
		help: 'the other fields; in a field with a choice, ← → and space choose',
		contexts: ['form'],
	},
	{
		command: 'choose', keys: ['enter'], shown: 'enter', hint: 'choose', rank: 80, help: 'give the answer that has the focus: at first, to leave it', contexts: ['confirm'],
	},
	{
		command: 'other-choice', keys: ['tab', 'right', 'left', 'down', 'up', 'shift-tab'], shown: 'tab → ←', hint: 'the other', rank: 70, help: 'the other answer', contexts: ['confirm'],
	},
	{
		command: 'yes', keys: ['y'], shown: 'y', hint: 'do it', rank: 60, help: 'do it', contexts: ['confirm'],
	},
	{
		command: 'back', keys: ['n', 'q'], shown: 'n q', help: 'leave it', contexts: ['confirm'],
	},
	{
		command: 'repaint', keys: ['ctrl-l'], shown: 'ctrl-l', help: 'paint the screen again', contexts: keyContexts,
	},
	{
		command: 'leave', keys: ['ctrl-c'], shown: 'ctrl-c', help: 'leave at once, from anywhere', contexts: keyContexts,
	},
];

/** What a key does in a context, or `null`. */
export function commandFor(key: string, context: KeyContext): Command | null {
	return keyBindings.find(binding => binding.contexts.includes(context) && binding.keys.includes(key))?.command ?? null;
}
