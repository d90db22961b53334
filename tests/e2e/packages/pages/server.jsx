// What a server runs: the markup, on standard output. Without a window, as servers are.
import { renderToString } from 'react-dom/server';
import { App } from './app.jsx';

if (typeof window !== 'undefined') throw new Error('this is no server');
process.stdout.write(renderToString(<App inline />));
