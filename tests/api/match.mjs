// What a scenario expects of a value: objects name the members they care for, lists are whole.
import { isDeepStrictEqual } from 'node:util';

class Matcher {
    constructor(says, test) {
        this.says = says;
        this.test = test;
    }
}

export const matcher = (says, test) => new Matcher(says, test);

export const anything = matcher('anything but null', (value) => value !== null && value !== undefined);
export const absent = matcher('no such member', (value) => value === undefined);
export const id = matcher('an id', (value) =>
    typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value));
export const moment = matcher('a moment in UTC with milliseconds', (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value));
export const number = matcher('a number', (value) => typeof value === 'number');
export const not = (other) =>
    matcher(`not ${tell(other)}`, (value) => !isDeepStrictEqual(value, other));
export const exactly = (other) =>
    matcher(`exactly ${tell(other)}`, (value) => isDeepStrictEqual(value, other));
export const above = (least) => matcher(`more than ${least}`, (value) => value > least);
export const long = (count) =>
    matcher(`a list of ${count}`, (value) => Array.isArray(value) && value.length === count);
export const counts = (count) =>
    matcher(`{"count": ${count}, "more": false, "href"}`, (value) =>
        value?.count === count && value.more === false && typeof value.href === 'string');

// A list that has, among others, something like each of these.
export const including = (...items) =>
    matcher(`a list with ${tell(items)}`, (value) => Array.isArray(value) &&
        items.every((item) => value.some((one) => differences(item, one).length === 0)));
export const without = (...items) =>
    matcher(`a list without ${tell(items)}`, (value) => Array.isArray(value) &&
        items.every((item) => !value.some((one) => differences(item, one).length === 0)));

export function tell(value) {
    if (value instanceof Matcher)
        return `<${value.says}>`;
    if (value instanceof RegExp)
        return String(value);
    const text = JSON.stringify(value, (key, inner) =>
        (inner instanceof Matcher ? `<${inner.says}>` : inner instanceof RegExp ? String(inner) : inner));
    return text === undefined ? 'nothing' : text.length > 600 ? `${text.slice(0, 600)}…` : text;
}

// Every difference as a sentence; an empty list when `actual` is as expected.
export function differences(expected, actual, place = '') {
    const where = place || 'the answer';
    if (expected instanceof Matcher)
        return expected.test(actual) ? [] : [`${where} is ${tell(actual)}, not ${tell(expected)}`];
    if (expected instanceof RegExp) {
        return typeof actual === 'string' && expected.test(actual)
            ? [] : [`${where} is ${tell(actual)}, not like ${expected}`];
    }
    if (Array.isArray(expected)) {
        if (!Array.isArray(actual))
            return [`${where} is ${tell(actual)}, not a list`];
        if (actual.length !== expected.length)
            return [`${where} has ${actual.length} items, not ${expected.length}: ${tell(actual)}`];
        return expected.flatMap((item, i) => differences(item, actual[i], `${place}/${i}`));
    }
    if (expected !== null && typeof expected === 'object') {
        if (actual === null || typeof actual !== 'object' || Array.isArray(actual))
            return [`${where} is ${tell(actual)}, not an object`];
        return Object.entries(expected)
            .flatMap(([name, value]) => differences(value, actual[name], `${place}/${name}`));
    }
    return isDeepStrictEqual(expected, actual)
        ? [] : [`${where} is ${tell(actual)}, not ${tell(expected)}`];
}
