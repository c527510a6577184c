export { importCatalog } from './import-catalog.ts';
export { readCategories, readProductForEdit, readProducts, viewImage } from './read-catalog.ts';
export { removeCategory, saveCategory } from './save-category.ts';
export { publishProducts, saveProduct } from './save-product.ts';
export { saveSku } from './save-sku.ts';
export { browseCategories, browseProducts, viewProduct } from './shop-catalog.ts';
export { IMAGE_BYTES_MAX, uploadImage } from './upload-image.ts';
