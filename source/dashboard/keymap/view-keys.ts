import {views} from '../../views/view-list.js';
import {openWorkerForm} from '../forms/edit-form.js';
import {
	cycleViews, editFilter, followLink, goBack, goToProblems, goToView, move, openDetails, sortByNext, toggleHelp,
} from '../navigation.js';
import {quit} from '../start-action.js';
import {keyContexts, type KeyContext} from '../view-state.js';
import type {KeyBinding} from './key-binding.js';

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
