import {isDeepStrictEqual} from 'node:util';
import type {TestCell, TestTerminal} from '../test/_helpers/terminal.js';

const [cellWidth, cellHeight, baseline, fontSize, padding] = [8.4, 18, 13, 14, 12];
const [defaultForeground, defaultBackground] = ['#d4d4d8', '#18181b'];
const palette = ['#3f3f46', '#f87171', '#4ade80', '#facc15', '#60a5fa', '#c084fc', '#22d3ee', '#d4d4d8', '#8b8b94', '#fca5a5', '#86efac', '#fde047', '#93c5fd', '#d8b4fe', '#67e8f9', '#fafafa'];

function colorOf(color: number | undefined, otherwise: string): string {
	return color === undefined ? otherwise : palette[color] ?? `#${color.toString(16).padStart(6, '0')}`;
}

const widthOf = (cells: number) => (cells * cellWidth).toFixed(1);
const left = (x: number) => (padding + (x * cellWidth)).toFixed(1);

// Renderers collapse ordinary spaces.
function escapeXml(text: string): string {
	return text.replaceAll(' ', '\u{A0}').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Foreground, background and weight of a cell, as they are drawn. */
function lookOf({foreground, background, inverse, bold, dim}: TestCell) {
	const colors = [colorOf(foreground, defaultForeground), colorOf(background, defaultBackground)] as const;
	const [front, back] = inverse ? [colors[1], colors[0]] : colors;
	return {front, back, attributes: `${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.6"' : ''}`};
}

/** One row, as runs of cells that look alike. */
function drawRow(terminal: TestTerminal, columns: number, y: number): string {
	const runs: Array<{readonly x: number; length: number; text: string; readonly look: ReturnType<typeof lookOf>}> = [];
	for (let x = 0; x < columns; x++) {
		const cell = terminal.cell(x, y);
		const look = lookOf(cell);
		const last = runs.at(-1);
		const text = cell.text === '' && cell.width > 0 ? ' ' : cell.text;
		if (last && isDeepStrictEqual(last.look, look)) {
			last.length++;
			last.text += text;
		} else {
			runs.push({
				x, length: 1, text, look,
			});
		}
	}

	const top = padding + (y * cellHeight);
	return runs.map(({x, length, text, look}) => {
		const background = look.back === defaultBackground ? '' : `<rect x="${left(x)}" y="${top}" width="${widthOf(length)}" height="${cellHeight}" fill="${look.back}"/>`;
		const [indent, trimmed] = [text.length - text.trimStart().length, text.trim()];
		const foreground = trimmed === '' ? '' : `<text x="${left(x + indent)}" y="${top + baseline}" textLength="${widthOf(trimmed.length)}" fill="${look.front}"${look.attributes}>${escapeXml(trimmed)}</text>`;
		return background + foreground;
	}).join('');
}

/** What a terminal shows, as an SVG image. */
export function screenSvg(terminal: TestTerminal, columns: number, rows: number): string {
	const [width, height] = [Math.ceil((columns * cellWidth) + (2 * padding)), (rows * cellHeight) + (2 * padding)];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}">`,
		`<rect width="${width}" height="${height}" rx="8" fill="${defaultBackground}"/>`,
		...Array.from({length: rows}, (_, y) => drawRow(terminal, columns, y)).filter(row => row !== ''),
		'</svg>\n',
	].join('\n');
}
