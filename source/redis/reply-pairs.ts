/** A reply that lists names and values in turn, as a map. Empty for any other reply. */
export function pairsOf(reply: unknown): ReadonlyMap<string, string> {
	const flat: readonly unknown[] = Array.isArray(reply) ? reply : [];
	return new Map(Array.from({length: Math.floor(flat.length / 2)}, (_, index) => [String(flat[index * 2]), String(flat[(index * 2) + 1])]));
}
