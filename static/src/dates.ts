/* Moments and days in words: in the reader's zone, by the reader's locale. */

import { words } from './words';

const minute = 60_000;
const dayLong = 86_400_000;

const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, options);
const clock = format({ hour: '2-digit', minute: '2-digit' });
const dayMonth = format({ day: 'numeric', month: 'short' });
const dayMonthYear = format({ day: 'numeric', month: 'short', year: 'numeric' });
const weekdayDayMonth = format({ weekday: 'short', day: 'numeric', month: 'short' });
const weekdayShort = format({ weekday: 'short' });
const weekday = format({ weekday: 'long' });
const monthYear = format({ month: 'short', year: 'numeric' });
const longMonthYear = format({ month: 'long', year: 'numeric' });
const full = format({ dateStyle: 'full', timeStyle: 'short' });

/* A day such as 2026-11-24 as its first moment here. */
function dayHere(text: string): Date {
  const [year = 1970, month = 1, day = 1] = text.split('-').map(Number);
  return new Date(year, month - 1, day);
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/* Calendar days from one moment to another; summer time makes some of them 23 or 25 hours. */
function daysFrom(from: Date, to: Date): number {
  return Math.round((midnight(to) - midnight(from)) / dayLong);
}

export function timeOf(moment: Date): string {
  return clock.format(moment);
}

export function fullMoment(text: string): string {
  return full.format(new Date(text));
}

/* "today, 09:00", "yesterday 16:20", "Fri 20 Nov", "12 Nov", "Mar 2023". */
export function pastWords(text: string, now = new Date()): string {
  const moment = new Date(text);
  const ago = now.getTime() - moment.getTime();
  if (ago >= 0 && ago < minute) return words.past.justNow;
  if (ago >= 0 && ago < 60 * minute) return words.past.minutes(Math.floor(ago / minute));
  const days = daysFrom(moment, now);
  if (days === 0) return words.past.today(clock.format(moment));
  if (days === 1) return words.past.yesterday(clock.format(moment));
  if (days > 1 && days < 7) return weekdayDayMonth.format(moment);
  return summaryDay(text, now);
}

/* "12 Nov", or "Mar 2023" of another year. */
export function summaryDay(text: string, now = new Date()): string {
  const moment = new Date(text);
  const sameYear = moment.getFullYear() === now.getFullYear();
  return (sameYear ? dayMonth : monthYear).format(moment);
}

/* What the margin says: the day, and under it the weekday with the time. */
export function marginDay(text: string, now = new Date()): { day: string; time: string } {
  const moment = new Date(text);
  const sameYear = moment.getFullYear() === now.getFullYear();
  return {
    day: (sameYear ? dayMonth : dayMonthYear).format(moment),
    time: `${weekdayShort.format(moment)} ${clock.format(moment)}`,
  };
}

export function sinceMonth(day: string): string {
  return longMonthYear.format(dayHere(day));
}

/* "today", "tomorrow", "Friday", "Fri 4 Dec", and "since Friday" when it is past. `near` is set for
   what asks for attention. */
export function dueWords(day: string, now = new Date()): { text: string; near: boolean } {
  const due = dayHere(day);
  const days = daysFrom(now, due);
  if (days === 0) return { text: words.future.today, near: true };
  if (days === 1) return { text: words.future.tomorrow, near: false };
  if (days === -1) return { text: words.past.sinceYesterday, near: true };
  if (days < 0) {
    const when = days > -7 ? weekday.format(due) : summaryDay(due.toISOString(), now);
    return { text: words.past.since(when), near: true };
  }
  return { text: (days < 7 ? weekday : weekdayDayMonth).format(due), near: false };
}

/* "Fri 4 Dec, 12:00", with the year when it is another one: a moment to come. */
export function momentWords(text: string, now = new Date()): string {
  const moment = new Date(text);
  const sameYear = moment.getFullYear() === now.getFullYear();
  return `${(sameYear ? weekdayDayMonth : dayMonthYear).format(moment)}, ${clock.format(moment)}`;
}

/* "in 40 seconds", "in 3 minutes": never sooner than it is. */
export function waitWords(seconds: number): string {
  if (seconds < 60) return words.wait.seconds(Math.max(seconds, 1));
  return words.wait.minutes(Math.ceil(seconds / 60));
}

/* "9 min", "1 h 10". */
export function lengthWords(minutes: number): string {
  if (minutes < 60) return words.length.minutes(minutes);
  return words.length.hours(Math.floor(minutes / 60), minutes % 60);
}

/* "9 days", "3 weeks", "5 months". */
export function gapWords(days: number): string {
  if (days < 14) return words.gap.days(days);
  if (days < 150) return words.gap.weeks(Math.round(days / 7));
  return words.gap.months(Math.round(days / 30.4));
}

/* Minutes that clocks in a zone are ahead of UTC, or null for a zone that nobody knows. */
function zoneOffset(zone: string, now: Date): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
      hour: 'numeric', minute: 'numeric',
    }).formatToParts(now);
    const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
    const there = Date.UTC(
      part('year'), part('month') - 1, part('day'), part('hour'), part('minute'),
    );
    return there / minute - Math.floor(now.getTime() / minute);
  } catch {
    return null;
  }
}

function differenceWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  if (minutes % 60) return words.clock.hoursMinutes(hours, minutes % 60);
  return words.clock.hours[hours] ?? words.clock.manyHours(hours);
}

/* The time at a person's place, and the words behind it; null without a zone. */
export function clockThere(
  zone: string, place: string, now = new Date(),
): { time: string; after: string } | null {
  const offset = zoneOffset(zone, now);
  if (offset === null) return null;
  const time = format({ hour: '2-digit', minute: '2-digit', timeZone: zone }).format(now);
  const hour = Math.floor((((now.getTime() / minute + offset) / 60) % 24 + 24) % 24);
  if (hour >= 21 || hour < 7) return { time, after: words.clock.night(place) };
  const ahead = offset + now.getTimezoneOffset();
  if (ahead === 0) return { time, after: words.clock.sameTime(place) };
  const by = differenceWords(Math.abs(ahead));
  const after = ahead > 0 ? words.clock.ahead(place, by) : words.clock.behind(place, by);
  return { time, after };
}

const two = (number: number) => String(number).padStart(2, '0');

/* A moment as a datetime-local field has it. */
export function fieldMoment(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/* What a datetime-local field has, with the offset that is in force here at that moment. */
export function withOffset(field: string): string {
  const ahead = -new Date(field).getTimezoneOffset();
  const size = Math.abs(ahead);
  const seconds = field.length === 16 ? ':00' : '';
  return `${field}${seconds}${ahead < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
