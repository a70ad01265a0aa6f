// Inline SVG paths on a 24×24 grid, which need no further requests.
export const PATHS = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9.5A1.5 1.5 0 0 1 10.5 8h7A1.5 1.5 0 0 1 19 9.5v9a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 9 18.5zM6 15.5A1.5 1.5 0 0 1 5 14V5.5A1.5 1.5 0 0 1 6.5 4H14a1.5 1.5 0 0 1 1.4 1',
  done: 'M5 12.5l4.5 4.5L19 7.5',
  down: 'M6 9l6 6 6-6',
  film: 'M4 6.5A1.5 1.5 0 0 1 5.5 5h9A1.5 1.5 0 0 1 16 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 17.5zM16 10l4.2-2.4v8.8L16 14',
  live: 'M12 10.5a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3M8.5 8.5a5 5 0 0 0 0 7M15.5 8.5a5 5 0 0 1 0 7M5.6 5.6a9 9 0 0 0 0 12.8M18.4 5.6a9 9 0 0 1 0 12.8',
  people: 'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11M3.5 19c.4-3.2 2.6-5 5.5-5s5.1 1.8 5.5 5M15.5 5a3 3 0 0 1 0 5.8M17.5 14.4c1.7.7 2.8 2.3 3 4.6',
  pencil: 'M4.5 19.5l.9-4L15.8 5.1a1.6 1.6 0 0 1 2.3 0l.8.8a1.6 1.6 0 0 1 0 2.3L8.5 18.6z',
  play: 'M8 5.5v13l10.5-6.5z',
  send: 'M4.5 12L4 5.2c0-.6.6-1 1.1-.7l14.6 6.7c.6.3.6 1.2 0 1.5L5.1 19.4c-.5.3-1.1-.1-1.1-.7zM4.5 12H12',
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const attributes = { 'viewBox': '0 0 24 24', 'fill': 'none', 'stroke': 'currentColor', 'stroke-width': '1.8',
    'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' };
  for (const [attribute, value] of Object.entries(attributes))
    drawing.setAttribute(attribute, value);
  line.setAttribute('d', PATHS[name]);
  drawing.append(line);
  return drawing;
}

/** Draws an icon in each element with the attribute `data-icon`. */
export function drawIcons() {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-icon]')))
    element.prepend(icon(/** @type {keyof typeof PATHS} */ (element.dataset.icon)));
}
