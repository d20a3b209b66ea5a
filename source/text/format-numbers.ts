import type {CleanText} from '../protocol/clean-text.js';

const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});
const grouped = new Intl.NumberFormat('en');

/** A span of time in two parts at most: `41s`, `3m 12s`, `2h 5m`, `4d 3h`. Negative spans are `0s`. */
export function formatAge(ms: number): CleanText {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const parts = [`${Math.floor(seconds / 86_400)}d`, `${Math.floor(seconds / 3600) % 24}h`, `${Math.floor(seconds / 60) % 60}m`, `${seconds % 60}s`];
	// Where all are 0, the last one is shown.
	const first = parts.findIndex(part => !part.startsWith('0'));
	return parts.slice(first).slice(0, 2).join(' ') as CleanText;
}

/** Dollars with as many digits as tell something: `$0.0231`, `$1.25`, `$1,234`. `null` is `?`. Negative amounts keep their sign. */
export function formatUsd(usd: number | null): CleanText {
	if (usd === null) {
		return '?' as CleanText;
	}

	const amount = Math.abs(usd);
	const digits = digitsOf(amount);
	return `${usd < 0 ? '-' : ''}$${digits === 0 ? grouped.format(Math.round(amount)) : amount.toFixed(digits).replace(/(?<=\.\d{4})0+$/u, '')}` as CleanText;
}

function digitsOf(amount: number): number {
	if (amount >= 1000) {
		return 0;
	}

	if (amount >= 1 || amount === 0) {
		return 2;
	}

	return amount >= 0.01 ? 4 : 6;
}

/** A count, in full up to five digits, then compact: `12,345`, `1.2M`. */
export function formatCount(count: number): CleanText {
	return count < 100_000 ? grouped.format(count) as CleanText : formatBrief(count);
}

/** A count where there is little room: `812`, `12.3k`, `1.2M`. */
export function formatBrief(count: number): CleanText {
	return compact.format(count).replace('K', 'k') as CleanText;
}

/** Bytes in powers of 1024: `812 B`, `1.5 KiB`, `5.0 MiB`. */
export function formatBytes(bytes: number): CleanText {
	const units = ['B', 'KiB', 'MiB', 'GiB'];
	const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
	const amount = bytes / (1024 ** power);
	return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]!}` as CleanText;
}

/** A time of day in this machine's zone: `14:03:11`. */
export function formatClock(atMs: number): CleanText {
	return new Date(atMs).toTimeString().slice(0, 8) as CleanText;
}

/** A date and time in this machine's zone: `2026-11-20 14:03:11`. */
export function formatMoment(atMs: number): CleanText {
	// Swedes write it this way.
	return new Date(atMs).toLocaleString('sv') as CleanText;
}
