/** @type {import('xo').FlatXoConfig} */
const config = [
	{ignores: ['distribution/**', 'test/_helpers/**/*.py']},
	{
		rules: {
			// Lua scripts and wire records use snake_case on purpose; TypeScript names are checked by review.
			'@typescript-eslint/naming-convention': 'off',
			// `null` is a value of JSON and of Redis replies, which is what this program reads.
			'@typescript-eslint/no-restricted-types': 'off',
			'unicorn/no-null': 'off',
			'unicorn/prevent-abbreviations': 'off',
			'capitalized-comments': 'off',
			// Control characters are what clean text is about.
			'no-control-regex': 'off',
			// Readers and state machines are switches: long, flat and easy to follow.
			complexity: 'off',
			'no-await-in-loop': 'off',
			// One value out of a reply or a module needs no name for the whole.
			'unicorn/no-await-expression-member': 'off',
			// Members stand in the order in which they are read: the life of the object.
			'@typescript-eslint/member-ordering': 'off',
			// A branded or parsed value needs one assertion where it is made.
			'@typescript-eslint/no-unsafe-type-assertion': 'off',
			// The `u` flag is enough, and the only one that the compilation target knows.
			'require-unicode-regexp': 'off',
			// Hashes, flags and page numbers are what bits are for.
			'no-bitwise': 'off',
			// A `default` says that the rest is meant.
			'@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
			// A constructor that has only parameter properties is empty.
			'@stylistic/curly-newline': ['error', {multiline: true, consistent: true}],
			// Escaping works on code units.
			'unicorn/prefer-code-point': 'off',
		},
	},
	{
		files: ['**/*.tsx', 'source/dashboard/components/use-*.ts'],
		react: true,
		rules: {
			// The automatic JSX transform needs no React in scope.
			'react/react-in-jsx-scope': 'off',
			// Properties that a helper reads are seen as unused.
			'react/no-unused-prop-types': 'off',
		},
	},
];

export default config;
