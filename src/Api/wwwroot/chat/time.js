const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const date = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** @param {Date} at */
export const clockTime = at => clock.format(at);

/** @param {Date} at */
export const fullTime = at => full.format(at);

/** Returns "Today", "Yesterday" or the date. @param {Date} at */
export function dayName(at) {
  const days = Math.round((startOfDay(at) - startOfDay(new Date())) / 86_400_000);
  const name = days === 0 || days === -1 ? relative.format(days, 'day') : date.format(at);
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

/** @param {Date} a @param {Date} b */
export const isSameDay = (a, b) => startOfDay(a) === startOfDay(b);

/** Returns a duration such as "1:05". @param {number} seconds */
export function duration(seconds) {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** @param {Date} at */
const startOfDay = at => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
