import { start } from './app/start.ts';

if (new URLSearchParams(location.search).has('bench')) {
  void import('./app/bench/bench-page.ts').then(({ createBenchPage }) =>
    createBenchPage(document.getElementById('app')!, location.search),
  );
} else void start();
