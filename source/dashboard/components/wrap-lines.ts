import {wrapText} from '../../terminal/text-width.js';
import type {Line} from '../../views/define-view.js';

/** Lines of any length as lines of a width. */
export function wrapLines(lines: readonly Line[], width: number): readonly Line[] {
	return lines.flatMap(({text, style}) => wrapText(text, Math.max(1, width)).map(part => ({text: part, style})));
}
