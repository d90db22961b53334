// What a merchant writes, and what their compiler must refuse. Compiled, never run: `cargo xtask test --ring checks`.
import { KlarnaHelpInline, KlarnaHelpProvider, useKlarnaHelp, useKlarnaHelpEvent } from 'klarna-help-react';

const config = { src: 'https://help.example.com', clientId: 'shop' };

export function App() {
  return (
    <KlarnaHelpProvider config={{ ...config, theme: 'light' }} keep onError={(error) => console.error(error)}>
      <Refund />
      <KlarnaHelpInline to="article:payment-declined" className="card" style={{ '--kh-accent': 'navy' }} />
    </KlarnaHelpProvider>
  );
}

function Refund() {
  const help = useKlarnaHelp();
  useKlarnaHelpEvent('case-error', ({ code }) => console.warn(code));
  // @ts-expect-error not an event
  useKlarnaHelpEvent('sent', () => undefined);
  // @ts-expect-error a receipt has no case ID
  useKlarnaHelpEvent('case-receipt', ({ id }) => id);
  // @ts-expect-error it may not be there
  help.open();
  return <button onClick={() => help?.flow('refund-missing')}>Where is my refund?</button>;
}

// @ts-expect-error a provider needs its config
export const bare = <KlarnaHelpProvider />;
// @ts-expect-error not a place
export const lost = <KlarnaHelpInline to="elsewhere" />;
