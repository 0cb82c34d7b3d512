// Holds every request and every answer of a run against openapi.json, and remembers what was used.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const refPrefix = '#/components/schemas/';

// Documented, and not to be had from a Kith that works. Whoever makes one of them to be had takes the
// line away: a line whose field was used fails the run too.
export const outOfReach = {
    'answer edition_page.next': 'a history is one page',
    'answer person.merged_into': 'the address of a merged person leads to the person that they are now',
    'answer problem.reference': 'it is told only when something breaks on our side',
    'answer theme.merged_into': 'the address of a merged theme leads to the theme that it is now',
};

export class Contract {
    constructor(document) {
        this.document = document;
        this.schemas = document.components.schemas;
        this.ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
        this.ajvText = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, coerceTypes: true });
        for (const ajv of [this.ajv, this.ajvText]) {
            addFormats(ajv);
            for (const [name, schema] of Object.entries(this.schemas))
                ajv.addSchema(renamed(schema), `kith:${name}`);
        }
        this.compiled = new Map();
        this.operations = [];
        for (const [template, methods] of Object.entries(document.paths)) {
            const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '([^/]+)')}$`);
            for (const [method, operation] of Object.entries(methods)) {
                this.operations.push({
                    method: method.toUpperCase(),
                    template,
                    pattern,
                    operation,
                    literal: !template.includes('{'),
                    name: `${method.toUpperCase()} ${template}`,
                });
            }
        }
        this.used = new Set();
        this.checkDocument();
    }

    // Every reference leads somewhere, and every operation tells what it does.
    checkDocument() {
        const wrong = [];
        const text = JSON.stringify(this.document);
        for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
            if (!this.schemas[name])
                wrong.push(`openapi.json refers to the schema ${name}, which is not there`);
        }
        for (const { name, operation } of this.operations) {
            if (!operation.summary)
                wrong.push(`${name} has no summary`);
        }
        if (!/^3\.1\./.test(this.document.openapi))
            wrong.push(`openapi.json is of version ${this.document.openapi}`);
        this.documentFaults = [...new Set(wrong)];
    }

    find(method, path) {
        const verb = method === 'HEAD' ? 'GET' : method;
        const found = this.operations.filter((one) => one.method === verb && one.pattern.test(path));
        return found.find((one) => one.literal) ?? found[0];
    }

    // Whether the document offers a header for "POST /people".
    takes(ask, header) {
        const [method, target] = ask.split(' ');
        const path = target.replace(/\?.*$/, '').replace(/\{[^}]*\}/g, 'x');
        const found = this.find(method, path.startsWith('/api/') ? path : `/api/v1${path}`);
        return (found?.operation.parameters ?? []).some((one) => one.in === 'header' && one.name === header);
    }

    #validator(ajv, schema) {
        const key = (ajv === this.ajv ? 'json ' : 'text ') + JSON.stringify(schema);
        if (!this.compiled.has(key))
            this.compiled.set(key, ajv.compile(renamed(schema)));
        return this.compiled.get(key);
    }

    #check(ajv, schema, value, what) {
        const validate = this.#validator(ajv, schema);
        if (validate(value))
            return [];
        return validate.errors.slice(0, 8).map((error) =>
            `${what}${error.instancePath} ${error.message}` +
            (error.params?.additionalProperty ? ` (${error.params.additionalProperty})` : ''));
    }

    // What contradicts the document in a request that was meant to succeed and in its answer.
    // `request`: {method, target, headers, body}, where `body` is text.
    check(request, answer) {
        const [path, query = ''] = request.target.split('?');
        const found = this.find(request.method, path);
        const good = answer.status < 400;
        if (!found) {
            return good
                ? [`${request.method} ${path} succeeds and is not in openapi.json`]
                : this.#checkProblem(answer);
        }
        if (!good)
            return this.#checkProblem(answer, found);
        this.used.add(`route ${found.name}`);
        this.used.add(`status ${found.name} ${answer.status}`);
        return [
            ...this.#checkPath(found, path),
            ...this.#checkQuery(found, query),
            ...this.#checkBody(found, request),
            ...this.#checkHeaders(found, request),
            ...this.#checkAnswer(found, request, answer),
        ].map((sentence) => `${found.name}: ${sentence}`);
    }

    #checkPath(found, path) {
        const names = [...found.template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        const values = found.pattern.exec(path).slice(1);
        return names.flatMap((name, i) => {
            const parameter = found.operation.parameters
                .find((one) => one.in === 'path' && one.name === name);
            if (!parameter)
                return [`the path parameter ${name} is not documented`];
            return this.#check(this.ajvText, { type: 'object', properties: { [name]: parameter.schema } },
                { [name]: decodeURIComponent(values[i]) }, 'the path');
        });
    }

    #checkQuery(found, query) {
        const sent = query.split('&').filter(Boolean).map((pair) => {
            const [name, ...value] = pair.split('=');
            return [decodeURIComponent(name), decodeURIComponent(value.join('='))];
        });
        const known = (found.operation.parameters ?? []).filter((one) => one.in === 'query');
        const wrong = [];
        for (const [name, value] of sent) {
            const parameter = known.find((one) => one.name === name);
            if (!parameter) {
                wrong.push(`the parameter ${name} is taken and not documented`);
                continue;
            }
            this.used.add(`parameter ${found.name} ${name}`);
            wrong.push(...this.#check(this.ajvText,
                { type: 'object', properties: { [name]: parameter.schema } }, { [name]: value }, 'the query'));
        }
        for (const parameter of known) {
            if (parameter.required && !sent.some(([name]) => name === parameter.name))
                wrong.push(`the required parameter ${parameter.name} was left out, and the request succeeded`);
        }
        return wrong;
    }

    #checkHeaders(found, request) {
        for (const parameter of found.operation.parameters ?? []) {
            if (parameter.in === 'header' && Object.keys(request.headers)
                .some((name) => name.toLowerCase() === parameter.name.toLowerCase()))
                this.used.add(`header ${found.name} ${parameter.name}`);
        }
        return [];
    }

    #checkBody(found, request) {
        const documented = found.operation.requestBody;
        if (request.body === undefined)
            return documented ? ['a body is documented as required, and none was needed'] : [];
        if (!documented)
            return request.body.length ? ['a body is taken and not documented'] : [];
        const schema = documented.content['application/json']?.schema ??
            documented.content['application/merge-patch+json']?.schema;
        if (!schema)
            return [];
        const body = JSON.parse(request.body);
        this.#note('body', schema, body);
        return this.#check(this.ajv, schema, body, 'the body');
    }

    #checkAnswer(found, request, answer) {
        const documented = found.operation.responses[answer.status];
        if (!documented)
            return [`the status ${answer.status} is not documented`];
        const type = (answer.headers['content-type'] ?? '').split(';')[0];
        if (request.method === 'HEAD' || answer.status === 204 || answer.status === 304) {
            return answer.bytes.length ? [`a ${answer.status} has a body of ${answer.bytes.length} bytes`] : [];
        }
        if (!documented.content)
            return answer.bytes.length ? ['an answer is given and not documented'] : [];
        if (!documented.content[type])
            return [`the content type ${type} is not documented`];
        const schema = documented.content[type].schema;
        if (!schema)
            return [];
        if (answer.json === undefined)
            return [`the answer is no JSON: ${answer.text.slice(0, 200)}`];
        this.#note('answer', schema, answer.json);
        return this.#check(this.ajv, schema, answer.json, 'the answer');
    }

    #checkProblem(answer, found) {
        const name = found ? found.name : 'an unknown address';
        const type = (answer.headers['content-type'] ?? '').split(';')[0];
        if (answer.bytes.length === 0)
            return [];
        if (type !== 'application/problem+json')
            return [`${name}: a ${answer.status} comes as ${type || 'nothing'}, not as a problem`];
        const problem = answer.json;
        const wrong = this.#check(this.ajv, { $ref: `${refPrefix}problem` }, problem, 'the problem');
        if (wrong.length)
            return wrong.map((sentence) => `${name}: ${sentence}`);
        this.#note('answer', { $ref: `${refPrefix}problem` }, problem);
        if (problem.status !== answer.status)
            wrong.push(`the problem's status is ${problem.status}, the answer's ${answer.status}`);
        if (!/^urn:kith:problem:[a-z-]+$/.test(problem.type))
            wrong.push(`the problem's type is ${problem.type}`);
        for (const sentence of [problem.detail, ...(problem.errors ?? []).map((one) => one.detail)]) {
            if (!/^[A-Z"#0-9].*[.…]$/su.test(sentence))
                wrong.push(`"${sentence}" is no sentence`);
            if (/sqlite|SELECT |INSERT |\.c:|\/tmp\/|UNIQUE constraint|FOREIGN KEY/i.test(sentence))
                wrong.push(`"${sentence}" tells what is inside`);
        }
        return wrong.map((sentence) => `${name}: ${sentence}`);
    }

    // Remembers every named field of the schemas that a value holds; null is no use of a field.
    #note(side, schema, value) {
        if (value === null || value === undefined)
            return;
        if (schema.$ref) {
            const name = schema.$ref.slice(refPrefix.length);
            this.#noteNamed(side, name, value);
            return;
        }
        for (const one of schema.oneOf ?? [])
            this.#note(side, one, value);
        if (schema.items && Array.isArray(value)) {
            for (const item of value)
                this.#note(side, schema.items, item);
        }
    }

    #noteNamed(side, name, value) {
        if (typeof value !== 'object' || Array.isArray(value))
            return;
        for (const [field, inner] of Object.entries(this.schemas[name]?.properties ?? {})) {
            // In a patch null is a use: it clears.
            const used = value[field] !== undefined && (side === 'body' || value[field] !== null);
            if (!used)
                continue;
            const empty = Array.isArray(value[field]) && value[field].length === 0;
            if (!empty || side === 'body')
                this.used.add(`${side} ${name}.${field}`);
            this.#note(side, inner, value[field]);
        }
    }

    // Everything that the document offers, each with the name under which its use is remembered.
    #offered() {
        const all = new Set();
        const seen = new Set();
        for (const { name, operation } of this.operations) {
            all.add(`route ${name}`);
            for (const parameter of operation.parameters ?? []) {
                if (parameter.in === 'query')
                    all.add(`parameter ${name} ${parameter.name}`);
                if (parameter.in === 'header')
                    all.add(`header ${name} ${parameter.name}`);
            }
            for (const status of Object.keys(operation.responses)) {
                if (/^2/.test(status))
                    all.add(`status ${name} ${status}`);
            }
            for (const content of Object.values(operation.requestBody?.content ?? {}))
                this.#offer('body', content.schema, all, seen);
            for (const response of Object.values(operation.responses)) {
                for (const content of Object.values(response.content ?? {}))
                    this.#offer('answer', content.schema, all, seen);
            }
        }
        return all;
    }

    #offer(side, schema, all, seen) {
        for (const one of schema?.oneOf ?? [])
            this.#offer(side, one, all, seen);
        if (schema?.items)
            this.#offer(side, schema.items, all, seen);
        if (!schema?.$ref)
            return;
        const name = schema.$ref.slice(refPrefix.length);
        if (seen.has(`${side} ${name}`))
            return;
        seen.add(`${side} ${name}`);
        for (const [field, inner] of Object.entries(this.schemas[name].properties ?? {})) {
            all.add(`${side} ${name}.${field}`);
            this.#offer(side, inner, all, seen);
        }
    }

    // What no scenario used, by name; and what is excused and was used all the same.
    unused() {
        const left = [...this.#offered()].filter((name) => !this.used.has(name));
        return {
            missing: left.filter((name) => !outOfReach[name]).sort(),
            excused: left.filter((name) => outOfReach[name]).sort(),
            stale: Object.keys(outOfReach).filter((name) => this.used.has(name)).sort(),
            offered: this.#offered().size,
        };
    }
}

function renamed(schema) {
    return JSON.parse(JSON.stringify(schema).replaceAll(`"$ref":"${refPrefix}`, '"$ref":"kith:'));
}
