#!/usr/bin/env node
import '../dist/celeriac.js';
