/*
The least that Ink can do: what the dashboard's start is compared with.
*/
import {render, Text} from 'ink';

render(<Text>hello from ink</Text>);
