/** The keys of all random commands: so few that commands of all kinds meet at the same ones. */
export const testKeys = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
