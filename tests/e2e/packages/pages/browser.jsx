// What the page runs: into an empty element, or over what the server has drawn.
import { createRoot, hydrateRoot } from 'react-dom/client';
import { App } from './app.jsx';

const element = document.querySelector('#root');
const app = <App {...Object.fromEntries([...new URLSearchParams(location.search).keys()].map((name) => [name, true]))} />;
if (element.hasChildNodes()) hydrateRoot(element, app);
else createRoot(element).render(app);
