export { readCollecting, readCollector } from './read-collecting.ts';
export { setCollector } from './set-collector.ts';
export { setShopCollection } from './set-shop-collection.ts';
