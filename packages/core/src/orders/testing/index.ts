/** What tests of other packages share of a tenant that sells. */
export { showsFigure } from './find-figures.ts';
export { makeLeakScene, type LeakReader, type LeakScene } from './leak-scene.ts';
