// Files that a customer attaches, small and whole.
export { PDF } from '../../e2e/lib/files.mjs';

/** A chessboard of 24 by 16 pixels. */
const BOARD = 'iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAIAAACDRijCAAAAJUlEQVR42mP4jwQUEhbAEaniDMPYIEo0I4sPZ4NG09FoOqKCQQCsFxXuJQJ3LgAAAABJRU5ErkJggg==';
export const PNG = { name: 'parcel.png', mimeType: 'image/png', buffer: Buffer.from(BOARD, 'base64') };
