import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import { App } from './app/app.js';
import { preloadScreen } from './app/shell/screens.js';
import { reloadAfterDeploy } from './app/reload-after-deploy.js';
import { applyTheme } from './preferences/theme.js';

applyTheme();
reloadAfterDeploy();
queueMicrotask(() => preloadScreen(location.pathname)); // when all modules of this file are there
const root = document.getElementById('app');
if (root) render(<App />, root);
