// Starts the workspace: the nonce first, because the first style needs it.
import '@mantine/core/styles.css';
import './styles.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queries';
import { startI18n } from './i18n';
import { KeysProvider } from './keys/keys';
import { App } from './shell/app';
import { cssVariables, theme } from './theme';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
// Mantine's own styles take the nonce from the provider; the scroll lock of dialogs asks get-nonce.
setNonce(nonce);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

await startI18n();
createRoot(root).render(
  <StrictMode>
    <MantineProvider cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={() => nonce} theme={theme}>
      <QueryClientProvider client={queryClient}>
        <KeysProvider>
          <App />
        </KeysProvider>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
