import {moveFocus, submit} from '../forms/edit-form.js';
import {goBack, keepFilter} from '../navigation.js';
import {confirm, giveAnswer, switchAnswer} from '../question.js';
import {keyContexts} from '../view-state.js';
import type {KeyBinding} from './key-binding.js';

/** Keys of the filter, of forms and of questions, and the keys that work everywhere. */
export const dialogKeys: readonly KeyBinding[] = [
	{
		keys: ['enter'], shown: 'enter', hint: 'keep', rank: 80, help: 'keep the filter and go back to the rows', contexts: ['filter'], run: keepFilter,
	},
	{
		keys: ['enter'],
		shown: 'enter',
		hint: 'submit',
		rank: 80,
		help: 'submit; in a new task, go to the next field first',
		contexts: ['form'],
		run(ui) {
			void submit(ui);
		},
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
