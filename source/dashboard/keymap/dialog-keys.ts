import type {KeyBinding} from './key-binding.js';
import {keyContexts} from '../view-state.js';

/** Keys for what is drawn over lists and details, and those that work everywhere. */
export const layerKeys: readonly KeyBinding[] = [
	{
		keys: ['enter'],
		shown: 'enter',
		hint: 'keep',
		rank: 80,
		help: 'keep the filter and go back to the rows',
		contexts: ['filter'],
		run({navigator}) {
			navigator.keepFilter();
		},
	},
	{
		keys: ['enter'],
		shown: 'enter',
		hint: 'submit',
		rank: 80,
		help: 'submit; in a new task, the next field first',
		contexts: ['form'],
		run({forms}) {
			void forms.submit();
		},
	},
	{
		keys: ['tab', 'down'],
		shown: 'tab ↓',
		hint: 'next field',
		rank: 70,
		help: 'next field; in a choice, ← → and space choose',
		contexts: ['form'],
		run({forms}) {
			forms.moveFocus(1);
		},
	},
	{
		keys: ['shift-tab', 'up'],
		shown: 'shift-tab ↑',
		help: 'previous field',
		contexts: ['form'],
		run({forms}) {
			forms.moveFocus(-1);
		},
	},
	{
		keys: ['enter'],
		shown: 'enter',
		hint: 'choose',
		rank: 80,
		help: 'give the answer that has the focus',
		contexts: ['confirm'],
		run({actions: control}) {
			control.answer('focus');
		},
	},
	{
		keys: ['tab', 'right', 'left', 'down', 'up', 'shift-tab'],
		shown: 'tab → ←',
		hint: 'other answer',
		rank: 70,
		help: 'move the focus to the other answer',
		contexts: ['confirm'],
		run({actions: control}) {
			control.turn();
		},
	},
	{
		keys: ['y'],
		shown: 'y',
		hint: 'yes',
		rank: 60,
		help: 'go ahead',
		contexts: ['confirm'],
		run({actions: control}) {
			control.answer('yes');
		},
	},
	{
		keys: ['n', 'q'],
		shown: 'n q',
		hint: 'no',
		rank: 59,
		help: 'do nothing',
		contexts: ['confirm'],
		run({navigator}) {
			navigator.back();
		},
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
		help: 'leave at once, from anywhere',
		contexts: keyContexts,
		run({quit}) {
			quit();
		},
	},
];
