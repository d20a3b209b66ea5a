import test from 'ava';
import {encodeControl, readControl} from '../../source/protocol/control-message.js';

test('what is written is read again', t => {
	for (const control of [{kind: 'pause'}, {kind: 'resume'}, {kind: 'drain'}, {kind: 'stop'}, {kind: 'abort', taskId: 'a'}, {kind: 'abort', taskId: ' a b\nc:"é" '}] as const) {
		t.deepEqual(readControl(encodeControl(control)), control);
	}
});

test('everything else is nothing', t => {
	for (const message of ['', 'Pause', 'pause ', 'pause now', 'stop a', 'abort', 'abort ', 'pause\n', 'abort\na', '{"kind":"stop"}', 'kill', '__proto__']) {
		t.is(readControl(message), null, `${message}`);
	}
});
