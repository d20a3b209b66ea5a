import type {Scene, TaskFacts, WorkerFacts} from '../../swarm/actions/action.js';
import type {Target} from '../../views/define-view.js';
import {views} from '../../views/view-list.js';
import {moveFocus, openWorkerForm, submit} from '../forms/edit-form.js';
import {
	confirm, cycleViews, editFilter, followLink, giveAnswer, goBack, goToProblems, goToView, keepFilter, move, openDetails, sortByNext, switchAnswer, toggleHelp,
} from '../navigation.js';
import {quit} from '../start-action.js';
import type {Ui} from '../ui.js';
import {keyContexts, type KeyContext} from '../view-state.js';

/** What is selected or open, and what is known about it. */
export type Selected = {readonly target: Target | null; readonly facts: TaskFacts | WorkerFacts | null; readonly scene: Scene};

/** One row of the key table. */
export type KeyBinding = {
	/** Names as in terminal/key-names.ts. */
	readonly keys: readonly string[];
	/** The keys as the user reads them. */
	readonly shown: string;
	/** The word in the hint line. `null`: does not apply to the selection. Without a hint the key is listed in the help only. */
	readonly hint?: string | ((selected: Selected) => string | null);
	/** In a narrow terminal the hints with the lowest rank are dropped first. */
	readonly rank?: number;
	/** For the help and the readme. */
	readonly help: string;
	readonly contexts: readonly KeyContext[];
	readonly run: (ui: Ui, key: string) => void | Promise<void>;
};

const scrolling: readonly KeyContext[] = ['list', 'detail', 'help'];

/** Help and quit: the last hints to be dropped in a narrow terminal. */
export const generalKeys: readonly KeyBinding[] = [
	{
		keys: ['?'], shown: '?', hint: 'help', rank: 100, help: 'open or close this help', contexts: scrolling, run: toggleHelp,
	},
	{
		keys: ['q'], shown: 'q', hint: 'quit', rank: 99, help: 'quit; asks first while workers of this dashboard have tasks in progress', contexts: ['list'], run: quit,
	},
	{
		keys: ['q'], shown: 'q', hint: 'back', rank: 99, help: 'go back', contexts: ['detail', 'help'], run: goBack,
	},
];

/** Keys of every view, of details and of the help. */
export const viewKeys: readonly KeyBinding[] = [
	{
		keys: ['w'], shown: 'w', hint: 'worker', rank: 59, help: 'start a worker in this dashboard', contexts: ['list', 'detail'], run: openWorkerForm,
	},
	{
		keys: ['enter'], shown: 'enter', hint: 'open', rank: 70, help: 'open the selected row', contexts: ['list'], run: openDetails,
	},
	{
		keys: ['/'], shown: '/', hint: 'filter', rank: 45, help: 'filter the rows', contexts: ['list'], run: editFilter,
	},
	{
		keys: ['s'], shown: 's', hint: 'sort', rank: 30, help: 'sort by the next column', contexts: ['list'], run: sortByNext,
	},
	{
		keys: ['!'], shown: '!', hint: 'problems', rank: 40, help: 'go to the problems', contexts: ['list'], run: goToProblems,
	},
	{
		keys: ['f'], shown: 'f', hint: 'follow', rank: 65, help: 'follow the link to the task, finding or worker', contexts: ['detail'], run: followLink,
	},
	{
		keys: ['escape'], shown: 'esc', hint: 'back', rank: 58, help: 'go back one level, clear the filter; never quits', contexts: keyContexts, run: goBack,
	},
	{
		keys: ['up', 'k'], shown: '↑ k', help: 'up', contexts: scrolling, run: move('up'),
	},
	{
		keys: ['down', 'j'], shown: '↓ j', help: 'down', contexts: scrolling, run: move('down'),
	},
	{
		keys: ['pageup'], shown: 'PgUp', help: 'page up', contexts: scrolling, run: move('page-up'),
	},
	{
		keys: ['pagedown', ' '], shown: 'PgDn space', help: 'page down', contexts: scrolling, run: move('page-down'),
	},
	{
		keys: ['g', 'home'], shown: 'g Home', help: 'go to the first row', contexts: scrolling, run: move('first'),
	},
	{
		keys: ['G', 'end'], shown: 'G End', help: 'go to the last row', contexts: scrolling, run: move('last'),
	},
	{
		keys: ['tab', 'right'], shown: 'tab →', help: 'next view', contexts: ['list'], run: cycleViews(1),
	},
	{
		keys: ['shift-tab', 'left'], shown: 'shift-tab ←', help: 'previous view', contexts: ['list'], run: cycleViews(-1),
	},
	{
		keys: views.map((_, index) => String(index + 1)), shown: `1-${views.length}`, help: 'go to a view by its number', contexts: ['list', 'detail'], run: goToView,
	},
];

/** Keys of the filter, of forms and of questions, and the keys that work everywhere. */
export const dialogKeys: readonly KeyBinding[] = [
	{
		keys: ['enter'], shown: 'enter', hint: 'keep', rank: 80, help: 'keep the filter and go back to the rows', contexts: ['filter'], run: keepFilter,
	},
	{
		keys: ['enter'], shown: 'enter', hint: 'submit', rank: 80, help: 'submit; in a new task, go to the next field first', contexts: ['form'], run: submit,
	},
	{
		keys: ['tab', 'down'], shown: 'tab ↓', hint: 'next field', rank: 70, help: 'next field; in a choice, ← → and space choose', contexts: ['form'], run: moveFocus(1),
	},
	{
		keys: ['shift-tab', 'up'], shown: 'shift-tab ↑', help: 'previous field', contexts: ['form'], run: moveFocus(-1),
	},
	{
		keys: ['enter'], shown: 'enter', hint: 'choose', rank: 80, help: 'give the focused answer', contexts: ['question'], run: giveAnswer,
	},
	{
		keys: ['tab', 'right', 'left', 'down', 'up', 'shift-tab'],
		shown: 'tab → ←',
		hint: 'other answer',
		rank: 70,
		help: 'move the focus to the other answer',
		contexts: ['question'],
		run: switchAnswer,
	},
	{
		keys: ['y'], shown: 'y', hint: 'yes', rank: 60, help: 'answer yes', contexts: ['question'], run: confirm,
	},
	{
		keys: ['n', 'q'], shown: 'n q', hint: 'no', rank: 59, help: 'answer no', contexts: ['question'], run: goBack,
	},
	{
		keys: ['ctrl-l'],
		shown: 'ctrl-l',
		help: 'repaint the screen',
		contexts: keyContexts,
		run({repaint}) {
			repaint();
		},
	},
	{
		keys: ['ctrl-c'],
		shown: 'ctrl-c',
		help: 'quit at once, from anywhere',
		contexts: keyContexts,
		run(ui) {
			ui.quit();
		},
	},
];
