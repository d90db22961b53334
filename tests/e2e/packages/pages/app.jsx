// A merchant's React app, for browser and server. PORTAL is put in when it is bundled.
import { StrictMode, useState } from 'react';
import { KlarnaHelpInline, KlarnaHelpProvider, useKlarnaHelp, useKlarnaHelpEvent } from 'klarna-help-react';

export function App({ keep = false, inline = false }) {
  const [provided, setProvided] = useState(true);
  const [theme, setTheme] = useState('light');
  const config = { src: PORTAL, clientId: 'demo-shop', locale: 'en-GB', theme };
  return (
    <StrictMode>
      <h1>Northwind Outfitters</h1>
      <button onClick={() => setProvided(!provided)}>Provider</button>
      <button onClick={() => setTheme('dark')}>Dark</button>
      {provided && (
        <KlarnaHelpProvider config={config} keep={keep}>
          <Refund />
          {inline && <KlarnaHelpInline to="article:payment-declined" className="card" />}
        </KlarnaHelpProvider>
      )}
    </StrictMode>
  );
}

function Refund() {
  const help = useKlarnaHelp();
  const [seen, setSeen] = useState([]);
  useKlarnaHelpEvent('open', () => setSeen([...seen, 'opened']));
  useKlarnaHelpEvent('close', () => setSeen([...seen, 'closed']));
  return (
    <>
      <button disabled={!help} onClick={() => help.navigate('contact')}>
        Talk to us
      </button>
      <output>{seen.join(' ')}</output>
    </>
  );
}
