import '@keyfall/ui/shop.css';
import './shop.css';
import { shopTheme } from '@keyfall/ui';
import { WebProvider, preparePage } from '@keyfall/web';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api.ts';
import { keepReferral } from './parts/referral.ts';
import { ShopApp } from './shop-app.tsx';
import { registerWorker } from './worker/register-worker.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

keepReferral();
// The brand's colours are in force already: the server links them into the page's head.
const page = await preparePage(['shop']);
createRoot(root).render(
  <StrictMode>
    <WebProvider page={page} queryClient={queryClient} theme={shopTheme}>
      <ShopApp />
    </WebProvider>
  </StrictMode>,
);
registerWorker();
